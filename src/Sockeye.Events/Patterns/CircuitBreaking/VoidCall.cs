namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>An operation without a result, in the form of one that has a result.</summary>
internal readonly struct VoidCall<TState>(Action<TState> operation, TState state)
{
    public static readonly Func<VoidCall<TState>, bool> Run = static call =>
    {
        call._operation(call._state);
        return true;
    };

    private readonly Action<TState> _operation = operation;
    private readonly TState _state = state;
}
