namespace Sockeye;

/// <summary>How an awaited acknowledgement ended: with an answer, or with the reason why there is none.</summary>
/// <typeparam name="TAnswer">The type of the answer.</typeparam>
public readonly struct AckResult<TAnswer>
{
    internal AckResult(TAnswer? value)
    {
        Value = value;
    }

    internal AckResult(AckFailure failure, Exception? error = null)
    {
        Failure = failure;
        Error = error;
    }

    /// <summary>Gets whether an answer came that could be read.</summary>
    public bool IsSuccess => Failure == AckFailure.None;

    /// <summary>Gets the answer's first argument; the default of its type where there is no answer.</summary>
    public TAnswer? Value { get; }

    /// <summary>Gets why there is no answer; <see cref="AckFailure.None"/> where there is one.</summary>
    public AckFailure Failure { get; }

    /// <summary>Gets what was wrong with an answer that could not be read.</summary>
    public Exception? Error { get; }
}
