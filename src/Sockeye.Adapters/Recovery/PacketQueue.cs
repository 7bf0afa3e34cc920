namespace Sockeye.Adapters.Recovery;

/// <summary>Packets in the order of their positions: added behind, taken in front. Not safe for use by several threads at once.</summary>
internal sealed class PacketQueue
{
    private LoggedPacket?[] _ring = new LoggedPacket?[4];
    private int _first;

    public int Count { get; private set; }

    public LoggedPacket this[int index] => _ring[(_first + index) & (_ring.Length - 1)]!;

    public void Add(LoggedPacket packet)
    {
        if (Count == _ring.Length)
        {
            var larger = new LoggedPacket?[2 * _ring.Length];
            for (var i = 0; i < Count; i++)
            {
                larger[i] = this[i];
            }

            (_ring, _first) = (larger, 0);
        }

        _ring[(_first + Count) & (_ring.Length - 1)] = packet;
        Count++;
    }

    public void RemoveFirst()
    {
        _ring[_first] = null;
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
    }

    /// <summary>Gets the index of the first packet at that position or a later one.</summary>
    public int IndexFrom(long position)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = this[middle].Position < position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
