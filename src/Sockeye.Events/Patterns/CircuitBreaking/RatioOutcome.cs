using Polly;
using Polly.CircuitBreaker;

namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>How a call through Polly ended.</summary>
internal static class RatioOutcome
{
    private static readonly ResiliencePropertyKey<bool> Started = new("sockeye.circuit.started");

    public static Outcome<object?> Of<TResult>(TResult result, ResultHolder<TResult>? holder)
    {
        if (holder is null)
        {
            return Outcome.FromResult<object?>(result);
        }

        holder.Value = result;
        return default;
    }

    public static Outcome<object?> Of(Exception exception, ResilienceContext context)
    {
        context.Properties.Set(Started, true);
        return Outcome.FromException<object?>(exception);
    }

    /// <summary>
    /// Says whether the circuit refused the call. The exception alone does not: an operation may fail with that of a circuit of its own.
    /// </summary>
    public static bool IsRefusal(Exception exception, ResilienceContext context) =>
        exception is BrokenCircuitException && !context.Properties.GetValue(Started, false);
}
