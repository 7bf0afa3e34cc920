using System.Collections.Concurrent;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>What handlers wait for; once given, a signal stays given.</summary>
internal sealed class Signals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public Task Given(string name, CancellationToken cancellationToken = default) => Signal(name).Task.WaitAsync(cancellationToken);

    public void Give(string name) => Signal(name).TrySetResult();

    private TaskCompletionSource Signal(string name) =>
        _signals.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
