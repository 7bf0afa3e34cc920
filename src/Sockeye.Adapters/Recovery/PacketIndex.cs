namespace Sockeye.Adapters.Recovery;

/// <summary>
/// The packets of a log by whom they were for, so that what a session missed costs what it is and not what the namespace was sent.
/// Not safe for use by several threads at once.
/// </summary>
internal sealed class PacketIndex
{
    private readonly PacketQueue _everyone = new();
    private readonly Dictionary<string, PacketQueue> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PacketQueue> _sockets = new(StringComparer.Ordinal);

    public void Add(LoggedPacket packet)
    {
        if (packet.Target is null)
        {
            Add(_sockets, packet.SocketId!, packet);
        }
        else if (packet.Target.Rooms.Count == 0)
        {
            _everyone.Add(packet);
        }
        else
        {
            for (var i = 0; i < packet.Target.Rooms.Count; i++)
            {
                Add(_rooms, packet.Target.Rooms[i], packet);
            }
        }
    }

    /// <summary>Removes the oldest packet of all.</summary>
    public void RemoveFirst(LoggedPacket packet)
    {
        if (packet.Target is null)
        {
            RemoveFirst(_sockets, packet.SocketId!, packet);
        }
        else if (packet.Target.Rooms.Count == 0)
        {
            _everyone.RemoveFirst();
        }
        else
        {
            for (var i = 0; i < packet.Target.Rooms.Count; i++)
            {
                RemoveFirst(_rooms, packet.Target.Rooms[i], packet);
            }
        }
    }

    /// <summary>Finds what was for a socket, or for any of some rooms, or for everyone. One packet may come several times.</summary>
    public void Find(long after, string socketId, IEnumerable<string> rooms, List<LoggedPacket> found)
    {
        Find(_everyone, after, found);
        Find(_sockets.GetValueOrDefault(socketId), after, found);
        if (_rooms.Count > 0)
        {
            foreach (var room in rooms)
            {
                Find(_rooms.GetValueOrDefault(room), after, found);
            }
        }
    }

    private static void Find(PacketQueue? queue, long after, List<LoggedPacket> found)
    {
        for (var i = queue?.IndexFrom(after + 1) ?? 0; i < queue?.Count; i++)
        {
            found.Add(queue[i]);
        }
    }

    private static void Add(Dictionary<string, PacketQueue> queues, string name, LoggedPacket packet)
    {
        if (!queues.TryGetValue(name, out var queue))
        {
            queues.Add(name, queue = new PacketQueue());
        }

        if (queue.Count == 0 || queue[queue.Count - 1] != packet)
        {
            queue.Add(packet); // once, where a target names a room twice
        }
    }

    private static void RemoveFirst(Dictionary<string, PacketQueue> queues, string name, LoggedPacket packet)
    {
        if (!queues.TryGetValue(name, out var queue) || queue[0] != packet)
        {
            return;
        }

        queue.RemoveFirst();
        if (queue.Count == 0)
        {
            queues.Remove(name);
        }
    }
}
