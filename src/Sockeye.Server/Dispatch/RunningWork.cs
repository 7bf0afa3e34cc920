namespace Sockeye.Server.Dispatch;

/// <summary>The handlers that run past their first await, so that a closing server can wait for them.</summary>
internal sealed class RunningWork
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

    /// <summary>Counts a task, which reports its own failures, until it ends.</summary>
    public void Track(Task task)
    {
        if (!task.IsCompleted)
        {
            Enter();
            task.ContinueWith(
                static (_, work) => ((RunningWork)work!).Exit(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Runs a listener of the application and reports its failure, whether it comes at once or later.</summary>
    public void Run<TContext>(Socket socket, string eventName, Func<TContext, Task> listener, TContext context)
    {
        Task task;
        try
        {
            task = listener(context) ?? throw new InvalidOperationException("The listener returned null in place of a task.");
        }
        catch (Exception exception)
        {
            socket.Server.ReportHandlerError(socket, eventName, exception);
            return;
        }

        if (!task.IsCompletedSuccessfully)
        {
            Track(ObserveAsync(task, socket, eventName));
        }
    }

    /// <summary>Waits until nothing runs any more.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    private static async Task ObserveAsync(Task task, Socket socket, string eventName)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (socket.Aborted.IsCancellationRequested)
        {
            // A handler that stops because its socket has gone does what it was asked to.
        }
        catch (Exception exception)
        {
            socket.Server.ReportHandlerError(socket, eventName, exception);
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            _running++;
        }
    }

    private void Exit()
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
}
