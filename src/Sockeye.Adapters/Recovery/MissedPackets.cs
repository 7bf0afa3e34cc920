namespace Sockeye.Adapters.Recovery;

/// <summary>Finds what a client has missed: what was on its way to it when the connection broke, and what was emitted since. Under the lock of the log.</summary>
internal sealed class MissedPackets(RecoverableSession session, PacketLog log)
{
    private readonly HashSet<string> _rooms = new(session.Rooms, StringComparer.Ordinal);
    private readonly SortedDictionary<long, BroadcastPacket> _found = [];

    /// <summary>Lists the packets in order; null where some cannot be told or are gone.</summary>
    /// <param name="offset">What the client received last; null where it has received none.</param>
    public IReadOnlyList<BroadcastPacket>? Find(string? offset)
    {
        var sent = session.Deliveries.Snapshot(out var isComplete, out var waiting, out var firstMissed);
        var unsentFrom = session.LeftAfter + 1;
        if (firstMissed is not null && PacketOffset.TryParse(firstMissed, out var first))
        {
            unsentFrom = Math.Min(unsentFrom, first);
        }

        var last = offset is null ? -1 : Array.LastIndexOf(sent, offset);
        if (last >= 0 || (offset is null && isComplete))
        {
            if (!TryAdd(sent.Where((packet, index) => index > last || IsAfter(packet, offset))) || !TryAdd(waiting))
            {
                return null;
            }
        }
        else if (offset is not null && PacketOffset.TryParse(offset, out var received) && log.Find(received) is not null)
        {
            unsentFrom = received + 1; // too much was sent since to remember each: whom the packets were for says it
        }
        else
        {
            return null;
        }

        if (log.GoneThrough >= unsentFrom)
        {
            return null;
        }

        foreach (var entry in log.From(unsentFrom))
        {
            if (entry.IsFor(session.SocketId, _rooms))
            {
                _found[entry.Offset] = entry.Packet;
            }
        }

        return [.. _found.Values];
    }

    /// <summary>A packet that waited for room may have been sent after one with a later offset: better twice than not at all.</summary>
    private static bool IsAfter(string packet, string? offset) =>
        PacketOffset.TryParse(packet, out var one) && PacketOffset.TryParse(offset, out var other) && one > other;

    private bool TryAdd(IEnumerable<string> offsets)
    {
        foreach (var offset in offsets)
        {
            if (!PacketOffset.TryParse(offset, out var value) || log.Find(value) is not { } entry)
            {
                return false;
            }

            _found[value] = entry.Packet;
        }

        return true;
    }
}
