using System.Collections.Concurrent;

namespace Sockeye.Server.Tests.Handlers;

/// <summary>What happened, in order.</summary>
public sealed class Diary
{
    private readonly ConcurrentQueue<string> _entries = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(string entry) => _entries.Enqueue(entry);
}
