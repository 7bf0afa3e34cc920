namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>
/// Carries a result that is a value around Polly, whose circuit breaker would box it: one call, one holder, and each thread keeps a spare one.
/// Results that are references need none.
/// </summary>
internal sealed class ResultHolder<TResult>
{
    [ThreadStatic]
    private static ResultHolder<TResult>? _spare;

    public TResult? Value { get; set; }

    public static ResultHolder<TResult>? RentForValues()
    {
        if (!typeof(TResult).IsValueType)
        {
            return null;
        }

        var spare = _spare ?? new ResultHolder<TResult>();
        _spare = null;
        return spare;
    }

    /// <summary>Gives the result of a call that ended well, and the holder back.</summary>
    public static TResult Result(ResultHolder<TResult>? holder, object? reference)
    {
        if (holder is null)
        {
            return (TResult)reference!;
        }

        var value = holder.Value!;
        holder.Value = default;
        _spare = holder;
        return value;
    }
}
