namespace Sockeye;

/// <summary>A change of a circuit's state, as the events of a <see cref="CircuitBreaker"/> carry it.</summary>
public sealed class CircuitChange
{
    internal CircuitChange(string circuit, CircuitState from, CircuitState to, TimeSpan? breakDuration = null, Exception? cause = null)
    {
        Circuit = circuit;
        From = from;
        To = to;
        BreakDuration = breakDuration;
        Cause = cause;
    }

    /// <summary>Gets the name of the circuit breaker.</summary>
    public string Circuit { get; }

    /// <summary>Gets the state before.</summary>
    public CircuitState From { get; }

    /// <summary>Gets the state since.</summary>
    public CircuitState To { get; }

    /// <summary>Gets how long calls are refused; <see langword="null"/> unless <see cref="To"/> is <see cref="CircuitState.Open"/>.</summary>
    public TimeSpan? BreakDuration { get; }

    /// <summary>Gets the failure that opened the circuit; <see langword="null"/> for every other change.</summary>
    public Exception? Cause { get; }
}
