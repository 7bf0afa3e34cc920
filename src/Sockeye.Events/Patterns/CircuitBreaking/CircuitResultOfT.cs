namespace Sockeye;

/// <summary>What came of a call through a circuit: the operation's result, or the reason why it was not started.</summary>
/// <typeparam name="TResult">The type of the operation's result.</typeparam>
public readonly struct CircuitResult<TResult>
{
    internal CircuitResult(TResult value) => Value = value;

    internal CircuitResult(CircuitRejection rejection) => Rejection = rejection;

    /// <summary>Gets whether the call was refused, so that its operation was not started.</summary>
    public bool IsRejected => Rejection is not null;

    /// <summary>Gets what the operation returned; the default of its type where the call was refused.</summary>
    public TResult? Value { get; }

    /// <summary>Gets why the call was refused; <see langword="null"/> where it ran.</summary>
    public CircuitRejection? Rejection { get; }
}
