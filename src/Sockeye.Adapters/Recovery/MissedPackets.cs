namespace Sockeye.Adapters.Recovery;

/// <summary>Finds what a client has missed: what was on its way to it when the connection broke, and what was emitted since. Under the lock of the log.</summary>
internal sealed class MissedPackets
{
    private readonly RecoverableSession _session;
    private readonly PacketLog _log;
    private readonly List<Stretch> _unreceived = [];

    private MissedPackets(RecoverableSession session, PacketLog log) => (_session, _log) = (session, log);

    /// <summary>Gets what the client received last of what this session was sent.</summary>
    public long? Received { get; private set; }

    /// <summary>Begins to look. Null where what was missed cannot be told, or is gone.</summary>
    /// <param name="session">The session.</param>
    /// <param name="log">The log.</param>
    /// <param name="offset">What the client received last; null where it has received none.</param>
    public static MissedPackets? Of(RecoverableSession session, PacketLog log, string? offset)
    {
        long? received = null;
        if (offset is not null)
        {
            if (!PacketOffset.TryParse(offset, out var position))
            {
                return null;
            }

            received = position;
        }

        var missed = new MissedPackets(session, log);
        if (log.GoneThrough > session.LeftAfter || !session.Deliveries.TryFindUnreceived(ref received, log, missed._unreceived))
        {
            return null;
        }

        missed.Received = received;
        return missed._unreceived.TrueForAll(stretch => stretch.First > log.GoneThrough) ? missed : null;
    }

    /// <summary>Lists the packets in order, each once.</summary>
    /// <param name="rooms">The rooms that the client comes back to.</param>
    public IReadOnlyList<BroadcastPacket> List(IReadOnlyCollection<string> rooms)
    {
        var were = new HashSet<string>(_session.Rooms, StringComparer.Ordinal);
        var are = new HashSet<string>(were, StringComparer.Ordinal);
        are.IntersectWith(rooms);
        if (were.Contains(_session.SocketId))
        {
            are.Add(_session.SocketId);
        }

        var found = new List<LoggedPacket>();
        foreach (var stretch in _unreceived)
        {
            _log.Find(stretch.First, stretch.Last, found);
        }

        if (are.Count < were.Count)
        {
            found.RemoveAll(packet => packet.IsForAny(were) && !packet.IsForAny(are));
        }

        var since = new List<LoggedPacket>();
        _log.FindFor(_session.LeftAfter, _session.SocketId, are, since);
        since.RemoveAll(packet => packet.LeavesOutAny(were));
        found.AddRange(since);
        return InOrder(found);
    }

    private static List<BroadcastPacket> InOrder(List<LoggedPacket> found)
    {
        found.Sort(static (one, other) => one.Position.CompareTo(other.Position));
        var packets = new List<BroadcastPacket>(found.Count);
        for (var i = 0; i < found.Count; i++)
        {
            if (i == 0 || found[i] != found[i - 1])
            {
                packets.Add(found[i].Packet);
            }
        }

        return packets;
    }
}
