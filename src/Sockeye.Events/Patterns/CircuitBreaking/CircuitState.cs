namespace Sockeye;

/// <summary>What a <see cref="CircuitBreaker"/> does with the next call.</summary>
public enum CircuitState
{
    /// <summary>Calls run; their failures are counted.</summary>
    Closed,

    /// <summary>Too much failed: calls are refused until the break is over. The first call after that finds the circuit half open.</summary>
    Open,

    /// <summary>One call runs as a probe, and all others are refused until it has ended.</summary>
    HalfOpen,

    /// <summary>Opened by hand: calls are refused until <see cref="CircuitBreaker.Close"/>.</summary>
    Isolated,
}
