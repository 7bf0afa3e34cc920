namespace Sockeye.Background;

/// <summary>A piece of work with its result.</summary>
internal sealed class SqliteWrite<T>(Func<SqliteSession, T> work, SqliteWriter writer) : SqliteWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;
    private T? _result;

    public Task<T> Task => _completion.Task;

    /// <summary>Lets the token end the wait. Called after the work has been queued, so that it is cancelled where it stands.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((SqliteWrite<T>)state!).Cancel(token), this);
        if (_completion.Task.IsCompleted)
        {
            _cancellation.Dispose(); // it was delivered in between, and nobody else will
        }
    }

    public override void Run(SqliteSession session) => _result = work(session);

    public override void Deliver()
    {
        if (Failure is { } failure)
        {
            _completion.TrySetException(failure);
        }
        else
        {
            _completion.TrySetResult(_result!);
        }

        _cancellation.Unregister();
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (!TryCancel())
        {
            return; // the writer has it: what it answers is the truth
        }

        if (writer.WhyItWaits() is { } reason)
        {
            _completion.TrySetException(new OperationCanceledException(reason, cancellationToken));
        }
        else
        {
            _completion.TrySetCanceled(cancellationToken);
        }
    }
}
