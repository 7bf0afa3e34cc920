using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>What waits for a client: packets, each with all that must follow it, in order. Guarded by its session's gate.</summary>
/// <remarks>Keeps no more than a small ring while it is empty. An entry is an <see cref="EncodedMessage"/> or a <see cref="RawFrame"/>.</remarks>
internal sealed class OutboundQueue
{
    private const int FirstCapacity = 8;

    /// <summary>A ring that grew beyond this is not kept once it is empty.</summary>
    private const int LargestKept = 8;

    private object?[]? _ring;
    private int _head;

    /// <summary>Gets how many entries wait.</summary>
    public int Count { get; private set; }

    /// <summary>Gets how many bytes wait, as WebSocket frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets how many packets wait, those that hang on others included.</summary>
    public int Packets { get; private set; }

    public void Add(object entry)
    {
        var ring = _ring ??= new object?[FirstCapacity];
        if (Count == ring.Length)
        {
            var larger = new object?[ring.Length * 2];
            Array.Copy(ring, _head, larger, 0, ring.Length - _head);
            Array.Copy(ring, 0, larger, ring.Length - _head, _head);
            _ring = ring = larger;
            _head = 0;
        }

        ring[(_head + Count) & (ring.Length - 1)] = entry;
        Count++;
        Bytes += OutboundEntry.Bytes(entry);
        Packets += OutboundEntry.Packets(entry);
    }

    public object? Take()
    {
        if (Count == 0)
        {
            return null;
        }

        var ring = _ring!;
        var entry = ring[_head]!;
        ring[_head] = null;
        _head = (_head + 1) & (ring.Length - 1);
        Bytes -= OutboundEntry.Bytes(entry);
        Packets -= OutboundEntry.Packets(entry);
        if (--Count == 0 && ring.Length > LargestKept)
        {
            _ring = null;
            _head = 0;
        }

        return entry;
    }

    /// <summary>Takes everything.</summary>
    public object[] TakeAll()
    {
        if (Count == 0)
        {
            return [];
        }

        var entries = new object[Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = _ring![(_head + i) & (_ring.Length - 1)]!;
        }

        _ring = null;
        _head = Count = Packets = 0;
        Bytes = 0;
        return entries;
    }
}
