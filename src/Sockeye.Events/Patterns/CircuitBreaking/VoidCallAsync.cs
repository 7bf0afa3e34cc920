namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>An asynchronous operation without a result, in the form of one that has a result.</summary>
internal readonly struct VoidCallAsync<TState>(Func<TState, CancellationToken, Task> operation, TState state)
{
    public static readonly Func<VoidCallAsync<TState>, CancellationToken, ValueTask<bool>> Run = static (call, cancellationToken) =>
    {
        var task = call._operation(call._state, cancellationToken);
        return task.IsCompletedSuccessfully ? new(true) : EndAsync(task);
    };

    private readonly Func<TState, CancellationToken, Task> _operation = operation;
    private readonly TState _state = state;

    private static async ValueTask<bool> EndAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
