using Polly;

namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>An asynchronous operation as Polly runs it: its failure is an outcome.</summary>
internal readonly struct RatioCallAsync<TState, TResult>(
    Func<TState, CancellationToken, ValueTask<TResult>> operation, TState state, ResultHolder<TResult>? holder, CircuitChanges changes)
{
    public static readonly Func<ResilienceContext, RatioCallAsync<TState, TResult>, ValueTask<Outcome<object?>>> Run = static (context, call) =>
    {
        call._changes.Deliver(); // where this is the probe, the circuit has just become half open
        ValueTask<TResult> run;
        try
        {
            run = call._operation(call._state, context.CancellationToken);
        }
        catch (Exception exception)
        {
            return new(RatioOutcome.Of(exception, context));
        }

        return run.IsCompletedSuccessfully ? new(RatioOutcome.Of(run.Result, call._holder)) : EndAsync(run, call._holder, context);
    };

    private readonly Func<TState, CancellationToken, ValueTask<TResult>> _operation = operation;
    private readonly TState _state = state;
    private readonly ResultHolder<TResult>? _holder = holder;
    private readonly CircuitChanges _changes = changes;

    private static async ValueTask<Outcome<object?>> EndAsync(ValueTask<TResult> run, ResultHolder<TResult>? holder, ResilienceContext context)
    {
        try
        {
            return RatioOutcome.Of(await run.ConfigureAwait(false), holder);
        }
        catch (Exception exception)
        {
            return RatioOutcome.Of(exception, context);
        }
    }
}
