namespace Sockeye.Events.Patterns.Buffering;

/// <summary>Those who wait for events up to a number to be flushed. Called under the lock of the buffer; nobody's continuation runs in here.</summary>
internal sealed class FlushWaiters
{
    private readonly Queue<(long UpTo, TaskCompletionSource Flushed)> _waiting = new();

    public Task WaitForAsync(long upTo)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((upTo, flushed));
        return flushed.Task;
    }

    public void Succeed(long settled)
    {
        while (_waiting.TryPeek(out var first) && first.UpTo <= settled)
        {
            _waiting.Dequeue().Flushed.SetResult();
        }
    }

    public void Fail(Exception exception)
    {
        while (_waiting.TryDequeue(out var first))
        {
            first.Flushed.SetException(exception);
        }
    }
}
