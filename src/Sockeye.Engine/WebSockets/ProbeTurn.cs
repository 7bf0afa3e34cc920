namespace Sockeye.Engine.WebSockets;

/// <summary>Which WebSocket probes for an upgrade of a session: one at a time. Guarded by the outbox's gate.</summary>
internal sealed class ProbeTurn(Outbox outbox)
{
    private UpgradeProbe? _probe;

    /// <summary>Gets the one that has the turn. Under the gate.</summary>
    public UpgradeProbe? Current => _probe;

    /// <summary>Makes a WebSocket the one that probes, unless there is one or the time for it has passed.</summary>
    public bool TryBegin(UpgradeProbe probe)
    {
        lock (outbox.Gate)
        {
            if (_probe is not null || outbox.State == SessionState.Closed || outbox.Transport.Kind != TransportKind.Polling)
            {
                return false;
            }

            _probe = probe;
            return true;
        }
    }

    /// <summary>Ends a probe, one way or the other.</summary>
    /// <returns>Whether this call ended it: whoever does decides what becomes of its WebSocket.</returns>
    public bool TryEnd(UpgradeProbe probe)
    {
        lock (outbox.Gate)
        {
            if (_probe != probe)
            {
                return false;
            }

            _probe = null;
            return true;
        }
    }

    /// <summary>The client moves to the transport it has probed.</summary>
    public bool TryMove(UpgradeProbe probe, Transport to)
    {
        var from = outbox.Transport;
        if (!TryEnd(probe) || !outbox.TrySwitch(to))
        {
            return false;
        }

        from.End(CloseReason.ForcedClose);
        return true;
    }
}
