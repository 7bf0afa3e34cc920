namespace Sockeye.Adapters.Recovery;

/// <summary>The last packets of a namespace in order, within the limits. But for what is said of it, not safe for use by several threads at once.</summary>
internal sealed class PacketLog
{
    private readonly RecoveryLimits _limits;
    private readonly TimeProvider _time;
    private readonly PacketQueue _packets = new();
    private readonly PacketIndex _index = new();
    private int _count;
    private long _bytes;
    private long _last;
    private long _goneThrough;
    private bool _ended;

    public PacketLog(RecoveryLimits limits, TimeProvider time)
    {
        (_limits, _time) = (limits, time);
        _last = BeganAfter = PacketOffset.At(time.GetUtcNow());
    }

    public bool IsEmpty => _packets.Count == 0;

    /// <summary>Gets how many bytes are kept.</summary>
    public long Bytes => _bytes;

    /// <summary>Gets when the oldest packet was emitted that is kept, in the clock's timestamps; 0 where none is.</summary>
    public long Oldest => _packets.Count > 0 ? _packets[0].Emitted : 0;

    /// <summary>Gets a position before that of every packet.</summary>
    public long BeganAfter { get; }

    /// <summary>Gets the position of the newest packet there ever was. Any thread may ask.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Gets the position of the newest packet that has gone: all after it are here. Any thread may ask.</summary>
    public long GoneThrough => Volatile.Read(ref _goneThrough);

    /// <summary>Gives a packet its place, and keeps it.</summary>
    /// <returns>The packet to deliver.</returns>
    public BroadcastPacket Append(BroadcastPacket packet, Target? target, string? socketId)
    {
        var position = Math.Max(_last + 1, PacketOffset.At(_time.GetUtcNow()));
        var stamped = packet.WithOffset(PacketOffset.Format(position), position, _last);
        var entry = new LoggedPacket(_time.GetTimestamp(), stamped.WithoutPlain(), target, socketId);
        _packets.Add(entry);
        _index.Add(entry);
        _count += entry.Message.ChainLength;
        _bytes += entry.Bytes;
        _limits.Shared?.AddBytes(entry.Bytes);
        Volatile.Write(ref _last, position);
        Trim();
        return stamped;
    }

    /// <summary>Lets go of what is too old or too much.</summary>
    public void Trim() => Trim(_limits.Bytes);

    /// <summary>Lets go of what is too old or too much, and of the oldest past so many bytes.</summary>
    public void Trim(long bytes)
    {
        var now = _time.GetTimestamp();
        while (_packets.Count > 0 && (_bytes > bytes || IsTooMuch || _time.GetElapsedTime(_packets[0].Emitted, now) > _limits.PacketDuration))
        {
            var gone = _packets[0];
            _packets.RemoveFirst();
            _index.RemoveFirst(gone);
            _count -= gone.Message.ChainLength;
            _bytes -= gone.Bytes;
            _limits.Shared?.AddBytes(-gone.Bytes);
            Volatile.Write(ref _goneThrough, gone.Position);
        }
    }

    /// <summary>Lets go of everything, and keeps nothing from now on.</summary>
    public void End()
    {
        _ended = true;
        Trim();
    }

    /// <summary>Says whether there was a packet at that position, as far as that can be told still.</summary>
    public bool Has(long position)
    {
        var index = _packets.IndexFrom(position);
        return position == _goneThrough || (index < _packets.Count && _packets[index].Position == position);
    }

    /// <summary>Finds the packets from one position through another.</summary>
    public void Find(long first, long last, List<LoggedPacket> found)
    {
        for (var i = _packets.IndexFrom(first); i < _packets.Count && _packets[i].Position <= last; i++)
        {
            found.Add(_packets[i]);
        }
    }

    /// <summary>Finds what was for a socket, or for any of some rooms, or for everyone. One packet may come several times.</summary>
    public void FindFor(long after, string socketId, IEnumerable<string> rooms, List<LoggedPacket> found) =>
        _index.Find(after, socketId, rooms, found);

    private bool IsTooMuch => _ended || _count > _limits.Packets || _bytes > _limits.Bytes;
}
