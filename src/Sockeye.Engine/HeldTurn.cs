namespace Sockeye.Engine;

/// <summary>The turn to write that was taken for messages which were queued and not yet written, and what else is due behind them. Under the outbox's gate.</summary>
internal struct HeldTurn
{
    private Transport? _transport;
    private SendResult _due;
    private int _dropped;

    /// <summary>Takes the turn, where nobody has it.</summary>
    public bool TryStart(Transport transport)
    {
        if (_transport is not null || !transport.TryStart(out _))
        {
            return false;
        }

        _transport = transport;
        return true;
    }

    /// <summary>Notes what is to be done where something found no room.</summary>
    public void Note(SendResult result)
    {
        if (result == SendResult.NoRoom)
        {
            _dropped++;
        }
        else if (_due != SendResult.Full)
        {
            _due = result;
        }
    }

    /// <summary>Hands the turn over to whoever ends it.</summary>
    public Transport? TakeTurn()
    {
        var taken = _transport;
        _transport = null;
        return taken;
    }

    /// <summary>Hands everything over to whoever does it.</summary>
    public (Transport? Transport, SendResult Due, int Dropped) Take()
    {
        var taken = (_transport, _due, _dropped);
        (_transport, _due, _dropped) = (null, SendResult.Taken, 0);
        return taken;
    }
}
