using Microsoft.Data.Sqlite;

namespace Demo.Data;

internal sealed class PendingWriteOf<T>(Func<SqliteConnection, T> write, Action<T>? committed) : PendingWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Completion => _completion.Task;

    public override bool TryRun(SqliteConnection connection)
    {
        try
        {
            _result = write(connection);
        }
        catch (Exception exception)
        {
            Failure = exception; // whoever waits for the write gets it
        }

        return Failure is null;
    }

    public override void Fail(Exception exception) => Failure ??= exception;

    public override void Complete()
    {
        try
        {
            if (Failure is null)
            {
                committed?.Invoke(_result!);
            }
        }
        catch (Exception exception)
        {
            Failure = exception;
        }

        if (Failure is null)
        {
            _completion.SetResult(_result!);
        }
        else
        {
            _completion.SetException(Failure);
        }
    }
}
