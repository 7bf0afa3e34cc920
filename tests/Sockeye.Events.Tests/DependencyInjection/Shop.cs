using System.Collections.Concurrent;

namespace Sockeye.Events.Tests.DependencyInjection;

public sealed record Order(string Drink);

/// <summary>What happened, in order.</summary>
public sealed class Diary
{
    private readonly ConcurrentQueue<string> _entries = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _written = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    public void Add(string entry)
    {
        _entries.Enqueue(entry);
        Written(entry).TrySetResult();
    }

    /// <summary>Waits until an entry has been added.</summary>
    public Task WrittenAsync(string entry) => Written(entry).Task;

    private TaskCompletionSource Written(string entry) =>
        _written.GetOrAdd(entry, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>A scoped service: one for each scope, that tells when it goes.</summary>
public sealed class Basket(Diary diary) : IAsyncDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public ValueTask DisposeAsync()
    {
        diary.Add("basket gone");
        return ValueTask.CompletedTask;
    }
}
