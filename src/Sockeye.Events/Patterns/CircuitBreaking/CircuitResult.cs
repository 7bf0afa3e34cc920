namespace Sockeye;

/// <summary>Whether a circuit let a call pass.</summary>
public readonly struct CircuitResult
{
    internal CircuitResult(CircuitRejection rejection) => Rejection = rejection;

    /// <summary>Gets whether the call was refused, so that its operation was not started.</summary>
    public bool IsRejected => Rejection is not null;

    /// <summary>Gets why the call was refused; <see langword="null"/> where it ran.</summary>
    public CircuitRejection? Rejection { get; }
}
