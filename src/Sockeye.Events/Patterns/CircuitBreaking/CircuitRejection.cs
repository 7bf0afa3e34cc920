namespace Sockeye;

/// <summary>Why a call was refused by a <see cref="CircuitBreaker"/>: its operation was not started.</summary>
public readonly struct CircuitRejection
{
    internal CircuitRejection(string circuit, CircuitState state, TimeSpan? retryAfter)
    {
        Circuit = circuit;
        State = state;
        RetryAfter = retryAfter;
    }

    /// <summary>Gets the name of the circuit breaker.</summary>
    public string Circuit { get; }

    /// <summary>Gets the state that refused the call: open, half open (another call is the probe) or isolated.</summary>
    public CircuitState State { get; }

    /// <summary>Gets how long the break still lasts.</summary>
    /// <value><see langword="null"/> where nobody knows: a probe is under way, or the circuit was opened by hand.</value>
    public TimeSpan? RetryAfter { get; }
}
