namespace Sockeye.Adapters;

/// <summary>
/// Which packets with an offset a socket was sent lately. Clients say only which one came last: this tells what was on its way behind it when the
/// connection broke.
/// </summary>
/// <remarks>Safe to use from many threads. Bounded: of what was sent it keeps the last <see cref="Capacity"/>.</remarks>
public sealed class DeliveryRecord
{
    /// <summary>How many packets are remembered.</summary>
    public const int Capacity = 64;

    private readonly Lock _gate = new();
    private string[] _sent = [];
    private int _next;
    private int _count;
    private bool _hasForgotten;
    private List<string>? _waiting;
    private string? _firstMissed;

    /// <summary>Notes that a packet was handed to the connection.</summary>
    /// <param name="offset">The packet's offset.</param>
    public void Sent(string offset)
    {
        lock (_gate)
        {
            Add(offset);
        }
    }

    /// <summary>Notes that a packet came when the socket was about to leave, and was not sent; nor is any that comes later.</summary>
    /// <param name="offset">The packet's offset.</param>
    public void Missed(string offset)
    {
        lock (_gate)
        {
            _firstMissed ??= offset;
        }
    }

    /// <summary>Notes that a packet waits until the connection has room for it.</summary>
    /// <param name="offset">The packet's offset.</param>
    public void Waits(string offset)
    {
        lock (_gate)
        {
            (_waiting ??= []).Add(offset);
        }
    }

    /// <summary>Notes that a packet which waited was sent after all. One of which nothing is heard counts as missed.</summary>
    /// <param name="offset">The packet's offset.</param>
    public void SentLate(string offset)
    {
        lock (_gate)
        {
            _waiting?.Remove(offset);
            Add(offset);
        }
    }

    /// <summary>Notes that whoever emitted a packet that waited has given it up: it is not missed.</summary>
    /// <param name="offset">The packet's offset.</param>
    public void GivenUp(string offset)
    {
        lock (_gate)
        {
            _waiting?.Remove(offset);
        }
    }

    /// <summary>Notes that the client has come back, and was sent what it had missed.</summary>
    /// <param name="missed">What that was.</param>
    public void Resumed(IReadOnlyList<BroadcastPacket> missed)
    {
        ArgumentNullException.ThrowIfNull(missed);
        lock (_gate)
        {
            _waiting = null;
            _firstMissed = null;
            foreach (var packet in missed)
            {
                Add(packet.Offset ?? string.Empty);
            }
        }
    }

    /// <summary>Lists the packets that were sent, in the order in which they were.</summary>
    /// <param name="isComplete">Whether these are all there ever were.</param>
    /// <param name="waiting">The packets that waited for room and were not sent.</param>
    /// <param name="firstMissed">The first packet that came too late to be sent.</param>
    internal string[] Snapshot(out bool isComplete, out string[] waiting, out string? firstMissed)
    {
        lock (_gate)
        {
            isComplete = !_hasForgotten;
            waiting = _waiting is null ? [] : [.. _waiting];
            firstMissed = _firstMissed;
            var sent = new string[_count];
            for (var i = 0; i < _count; i++)
            {
                sent[i] = _sent[(_next - _count + i + _sent.Length) % _sent.Length];
            }

            return sent;
        }
    }

    private void Add(string offset)
    {
        if (_count == _sent.Length && _count < Capacity)
        {
            Array.Resize(ref _sent, Math.Min(Capacity, Math.Max(4, 2 * _count)));
            _next = _count; // it was full, and never went round
        }

        _hasForgotten |= _count == Capacity;
        _sent[_next] = offset;
        _next = (_next + 1) % _sent.Length;
        _count = Math.Min(_count + 1, _sent.Length);
    }
}
