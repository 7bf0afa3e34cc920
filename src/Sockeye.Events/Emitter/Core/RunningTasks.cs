namespace Sockeye.Events;

/// <summary>How many asynchronous listeners run that somebody must wait for.</summary>
internal sealed class RunningTasks
{
    private readonly Lock _gate = new();
    private int _running;
    private TaskCompletionSource? _idle;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    public void Enter()
    {
        lock (_gate)
        {
            _running++;
        }
    }

    public void Exit()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_running == 0)
            {
                (idle, _idle) = (_idle, null);
            }
        }

        idle?.SetResult();
    }

    /// <summary>Waits until nothing runs.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }
}
