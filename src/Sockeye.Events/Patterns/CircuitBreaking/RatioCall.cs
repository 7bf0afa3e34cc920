using Polly;

namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>An operation as Polly runs it: its failure is an outcome.</summary>
internal readonly struct RatioCall<TState, TResult>(Func<TState, TResult> operation, TState state, ResultHolder<TResult>? holder, CircuitChanges changes)
{
    public static readonly Func<ResilienceContext, RatioCall<TState, TResult>, ValueTask<Outcome<object?>>> Run = static (context, call) =>
    {
        call._changes.Deliver(); // where this is the probe, the circuit has just become half open
        try
        {
            var result = call._operation(call._state);
            return new(RatioOutcome.Of(result, call._holder));
        }
        catch (Exception exception)
        {
            return new(RatioOutcome.Of(exception, context));
        }
    };

    private readonly Func<TState, TResult> _operation = operation;
    private readonly TState _state = state;
    private readonly ResultHolder<TResult>? _holder = holder;
    private readonly CircuitChanges _changes = changes;
}
