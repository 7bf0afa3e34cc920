using Sockeye.Adapters.Recovery;

namespace Sockeye.Adapters;

/// <summary>
/// Which packets with an offset a socket was sent, in the order in which they went out. Clients say only which one came last: this tells whether it was
/// theirs, and what was on its way behind it when the connection broke.
/// </summary>
/// <remarks>
/// Safe to use from many threads. Packets that follow each other take no room of their own: a socket that is sent everything has a record of one entry.
/// Bounded: of the oldest entries it forgets those whose packets are kept no longer, and any beyond <see cref="Capacity"/>.
/// </remarks>
public sealed class DeliveryRecord
{
    /// <summary>How many entries are remembered, and so at least how many packets.</summary>
    public const int Capacity = 512;

    private readonly Lock _gate = new();
    private readonly PacketLog? _log;
    private readonly long _beganAfter;
    private Stretch[] _sent = [];
    private int _count;
    private bool _hasForgotten;
    private List<long>? _waiting;

    /// <summary>Makes the record of a socket that has been sent nothing.</summary>
    public DeliveryRecord()
    {
    }

    internal DeliveryRecord(PacketLog log) => (_log, _beganAfter) = (log, log.Last);

    /// <summary>Notes that a packet was handed to the connection, or would have been if it had not ended: it goes out behind all that were noted before.</summary>
    /// <param name="packet">The packet; it has an offset.</param>
    public void Sent(BroadcastPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        lock (_gate)
        {
            Add(packet);
        }
    }

    /// <summary>Notes that a packet waits until the connection has room for it. One of which nothing more is heard was not sent.</summary>
    /// <param name="packet">The packet; it has an offset.</param>
    public void Waits(BroadcastPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        lock (_gate)
        {
            (_waiting ??= []).Add(packet.Position);
        }
    }

    /// <summary>Notes that a packet which waited is handed to the connection after all, behind all that were noted as sent before.</summary>
    /// <param name="packet">The packet; it has an offset.</param>
    public void SentLate(BroadcastPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        lock (_gate)
        {
            _waiting?.Remove(packet.Position);
            Add(packet);
        }
    }

    /// <summary>Notes that a packet which waited was given up, by whoever emitted it or because the client is slow: it is not missed.</summary>
    /// <param name="packet">The packet; it has an offset.</param>
    public void GivenUp(BroadcastPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        lock (_gate)
        {
            _waiting?.Remove(packet.Position);
        }
    }

    /// <summary>Notes that the client has come back, and was sent what it had missed: the record goes on from there.</summary>
    /// <param name="received">What it had received; null where it had received nothing that is in the record.</param>
    /// <param name="missed">What it was sent.</param>
    internal void Resumed(long? received, IReadOnlyList<BroadcastPacket> missed)
    {
        lock (_gate)
        {
            _waiting = null;
            _count = 0;
            if (received is { } position)
            {
                _hasForgotten = true;
                Add(new Stretch(position, position));
            }

            foreach (var packet in missed)
            {
                Add(packet);
            }
        }
    }

    /// <summary>Finds what the client has not received: what went out behind the last that it has, and what waited. False where that cannot be told.</summary>
    /// <param name="received">What the client says that it received last; null where it says that it received nothing. Null afterwards where it was sent nothing that it has.</param>
    /// <param name="log">Where the packets are. The caller has its lock.</param>
    /// <param name="unreceived">Is given them.</param>
    internal bool TryFindUnreceived(ref long? received, PacketLog log, List<Stretch> unreceived)
    {
        lock (_gate)
        {
            var first = 0;
            if (received is { } position)
            {
                var index = IndexOf(position, log);
                if (index >= 0)
                {
                    first = index + 1;
                    if (position < _sent[index].Last)
                    {
                        unreceived.Add(new Stretch(position + 1, _sent[index].Last));
                    }
                }
                else if (position > log.BeganAfter && position <= _beganAfter && !_hasForgotten)
                {
                    received = null; // it is of another session, which the client had before this one
                }
                else
                {
                    return false;
                }
            }
            else if (_hasForgotten)
            {
                return false;
            }

            unreceived.AddRange(_sent.AsSpan(first.._count));
            _waiting?.ForEach(waiting => unreceived.Add(new Stretch(waiting, waiting)));
            return true;
        }
    }

    /// <summary>Finds where a packet was sent: the last time, where it went out again after a recovery.</summary>
    private int IndexOf(long position, PacketLog log)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            var (first, last) = _sent[i];
            if (first <= position && position <= last)
            {
                return position == first || position == last || log.Has(position) ? i : -1;
            }
        }

        return -1;
    }

    private void Add(BroadcastPacket packet)
    {
        if (_count > 0 && _sent[_count - 1].Last == packet.Previous)
        {
            _sent[_count - 1] = _sent[_count - 1] with { Last = packet.Position };
        }
        else
        {
            Add(new Stretch(packet.Position, packet.Position));
        }
    }

    private void Add(Stretch stretch)
    {
        if (_count == _sent.Length)
        {
            MakeRoom();
        }

        _sent[_count++] = stretch;
    }

    private void MakeRoom()
    {
        // Nobody can come back to before a packet that has gone.
        var gone = _log?.GoneThrough ?? 0;
        var forgotten = 0;
        while (forgotten + 1 < _count && _sent[forgotten + 1].First <= gone)
        {
            forgotten++;
        }

        if (forgotten <= _count / 4)
        {
            if (_count < Capacity)
            {
                Array.Resize(ref _sent, Math.Max(4, 2 * _count));
            }
            else
            {
                forgotten = Capacity / 4;
            }
        }

        if (forgotten > 0)
        {
            _hasForgotten = true;
            _count -= forgotten;
            Array.Copy(_sent, forgotten, _sent, 0, _count);
        }
    }
}
