namespace Sockeye.Adapters.Recovery;

/// <summary>The last packets of a namespace in order, within the limits. Not safe for use by several threads at once.</summary>
internal sealed class PacketLog(RecoveryLimits limits, TimeProvider time)
{
    private LoggedPacket?[] _entries = new LoggedPacket?[16];
    private int _first;
    private int _packets;
    private long _bytes;

    public int Count { get; private set; }

    /// <summary>Gets the offset of the newest packet there ever was.</summary>
    public long Last { get; private set; }

    /// <summary>Gets the offset of the newest packet that has gone: all after it are here.</summary>
    public long GoneThrough { get; private set; }

    private LoggedPacket this[int index] => _entries[(_first + index) & (_entries.Length - 1)]!;

    /// <summary>Gives a packet its offset, and keeps it.</summary>
    /// <returns>The packet to deliver.</returns>
    public BroadcastPacket Append(BroadcastPacket packet, Target? target, string? socketId)
    {
        var offset = Math.Max(Last + 1, PacketOffset.At(time.GetUtcNow()));
        var stamped = packet.WithOffset(PacketOffset.Format(offset));
        var entry = new LoggedPacket(offset, time.GetTimestamp(), stamped.WithoutPlain(), target, socketId);
        if (Count == _entries.Length)
        {
            Grow();
        }

        _entries[(_first + Count) & (_entries.Length - 1)] = entry;
        Count++;
        _packets += entry.Message.ChainLength;
        _bytes += entry.Bytes;
        Last = offset;
        Trim();
        return stamped;
    }

    /// <summary>Lets go of what is too old or too much.</summary>
    public void Trim()
    {
        var now = time.GetTimestamp();
        while (Count > 0 &&
            (_packets > limits.Packets || _bytes > limits.Bytes || time.GetElapsedTime(this[0].Emitted, now) > limits.PacketDuration))
        {
            var gone = this[0];
            _entries[_first] = null;
            _first = (_first + 1) & (_entries.Length - 1);
            Count--;
            _packets -= gone.Message.ChainLength;
            _bytes -= gone.Bytes;
            GoneThrough = gone.Offset;
        }
    }

    /// <summary>Finds a packet.</summary>
    public LoggedPacket? Find(long offset)
    {
        var index = IndexFrom(offset);
        return index < Count && this[index].Offset == offset ? this[index] : null;
    }

    /// <summary>Lists the packets from an offset on.</summary>
    public IEnumerable<LoggedPacket> From(long offset)
    {
        for (var i = IndexFrom(offset); i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <summary>The index of the first packet with that offset or a later one.</summary>
    private int IndexFrom(long offset)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = this[middle].Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Grow()
    {
        var entries = new LoggedPacket?[2 * _entries.Length];
        for (var i = 0; i < Count; i++)
        {
            entries[i] = this[i];
        }

        (_entries, _first) = (entries, 0);
    }
}
