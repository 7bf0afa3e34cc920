namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>
/// Opens after a number of failures in a row. While it is closed and nothing has failed, a call costs two reads and no lock; everything
/// else happens under one lock.
/// </summary>
internal sealed class ConsecutiveFailureCircuit(CircuitBreakerOptions options, CircuitChanges changes)
{
    private const long StateBits = 3;

    private readonly Lock _gate = new();
    private readonly string _name = options.Name;
    private readonly int _threshold = options.FailureThreshold;
    private readonly TimeSpan _breakDuration = options.BreakDuration;
    private readonly TimeProvider _time = options.TimeProvider;

    // The number of the phase, and in its lowest bits the state. A call takes it along, and its end counts only in the phase it began in.
    private long _phase;
    private int _failures;
    private long _openedAt;
    private bool _probing;

    public CircuitState State => StateOf(Volatile.Read(ref _phase));

    /// <summary>Asks to run a call. Whoever is let in tells its end with the permit, by exactly one of the three methods below.</summary>
    public bool TryEnter(out long permit, out CircuitRejection rejection)
    {
        permit = Volatile.Read(ref _phase);
        rejection = default;
        return StateOf(permit) == CircuitState.Closed || TryEnterUnclosed(out permit, out rejection);
    }

    public void Succeeded(long permit)
    {
        if (StateOf(permit) == CircuitState.Closed && Volatile.Read(ref _failures) == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_phase != permit)
            {
                return;
            }

            _failures = 0;
            if (StateOf(permit) == CircuitState.HalfOpen)
            {
                MoveTo(CircuitState.Closed);
            }
        }

        changes.Deliver();
    }

    public void Failed(long permit, Exception failure)
    {
        lock (_gate)
        {
            // A failure that comes when the circuit has opened already says nothing new.
            if (_phase != permit || (StateOf(permit) == CircuitState.Closed && ++_failures < _threshold))
            {
                return;
            }

            _openedAt = _time.GetTimestamp();
            MoveTo(CircuitState.Open, _breakDuration, failure);
        }

        changes.Deliver();
    }

    /// <summary>The call ended without telling anything of what it calls: it was cancelled, say. A probe that ends so leaves its place to the next call.</summary>
    public void Abandoned(long permit)
    {
        if (StateOf(permit) == CircuitState.Closed)
        {
            return;
        }

        lock (_gate)
        {
            if (_phase == permit)
            {
                _probing = false;
            }
        }
    }

    public void Isolate() => Order(CircuitState.Isolated);

    public void Close() => Order(CircuitState.Closed);

    private static CircuitState StateOf(long phase) => (CircuitState)(phase & StateBits);

    private bool TryEnterUnclosed(out long permit, out CircuitRejection rejection)
    {
        bool entered;
        lock (_gate)
        {
            entered = TryEnterLocked(out rejection);
            permit = _phase;
        }

        changes.Deliver();
        return entered;
    }

    private bool TryEnterLocked(out CircuitRejection rejection)
    {
        rejection = default;
        var state = StateOf(_phase);
        if (state == CircuitState.Closed)
        {
            return true;
        }

        TimeSpan? retryAfter = null;
        if (state == CircuitState.Open)
        {
            retryAfter = _breakDuration - _time.GetElapsedTime(_openedAt);
            if (retryAfter <= TimeSpan.Zero)
            {
                MoveTo(CircuitState.HalfOpen);
                return _probing = true;
            }
        }

        if (state == CircuitState.HalfOpen && !_probing)
        {
            return _probing = true;
        }

        rejection = new CircuitRejection(_name, state, retryAfter);
        return false;
    }

    private void Order(CircuitState state)
    {
        lock (_gate)
        {
            _failures = 0;
            if (StateOf(_phase) != state)
            {
                MoveTo(state);
            }
        }

        changes.Deliver();
    }

    private void MoveTo(CircuitState state, TimeSpan? breakDuration = null, Exception? cause = null)
    {
        var from = StateOf(_phase);
        _failures = 0;
        _probing = false;
        Volatile.Write(ref _phase, (_phase & ~StateBits) + StateBits + 1 + (long)state);
        changes.Add(new CircuitChange(_name, from, state, breakDuration, cause));
    }
}
