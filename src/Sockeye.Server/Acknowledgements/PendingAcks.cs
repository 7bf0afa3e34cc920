using Sockeye.Engine;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Connections;

namespace Sockeye.Server.Acknowledgements;

/// <summary>The acknowledgements awaited of one socket: an answer can complete only what that socket was asked.</summary>
internal sealed class PendingAcks(Connection connection, TimerWheel timers, int most)
{
    private readonly Lock _gate = new();
    private Dictionary<ulong, PendingAck>? _pending;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending?.Count ?? 0;
            }
        }
    }

    /// <summary>Puts an entry into the table before its question is sent.</summary>
    /// <returns>Why the question must not be sent; <see cref="AckFailure.None"/> where it may.</returns>
    public AckFailure Add(ulong id, PendingAck ack, TimeSpan? timeout)
    {
        ack.Asked = connection.Telemetry.AckAsked;
        lock (_gate)
        {
            if (_closed)
            {
                return AckFailure.Disconnected;
            }

            if (_pending?.Count >= most)
            {
                return AckFailure.TooMany;
            }

            (_pending ??= []).Add(id, ack);
            if (timeout is { } limit)
            {
                timers.Schedule(ack, limit);
            }
        }

        connection.AckExpected();
        return AckFailure.None;
    }

    /// <summary>Gives the answer to whoever awaits it; an id that nobody awaits, or no longer, is passed over.</summary>
    public void Complete(ulong id, in IncomingArguments answer, PayloadSerializer serializer)
    {
        if (Take(id, failure: null) is { } ack)
        {
            ack.Complete(in answer, serializer);
        }
    }

    public void Fail(ulong id, AckFailure failure) => Take(id, failure)?.Fail(failure);

    /// <summary>Forgets an entry whose waiter has gone.</summary>
    public void Remove(ulong id) => Take(id, AckFailure.None);

    /// <summary>Settles everything that is awaited: the socket has disconnected.</summary>
    public void Close()
    {
        PendingAck[] left;
        lock (_gate)
        {
            _closed = true;
            left = _pending is null ? [] : [.. _pending.Values];
            _pending = null;
        }

        foreach (var ack in left)
        {
            timers.Cancel(ack);
            connection.AckSettled();
            connection.Telemetry.OnAckEnded(ack.Asked, AckFailure.Disconnected);
            ack.Fail(AckFailure.Disconnected);
        }
    }

    private PendingAck? Take(ulong id, AckFailure? failure)
    {
        PendingAck? ack;
        lock (_gate)
        {
            if (_pending is null || !_pending.Remove(id, out ack))
            {
                return null;
            }
        }

        timers.Cancel(ack);
        connection.AckSettled();
        connection.Telemetry.OnAckEnded(ack.Asked, failure);
        return ack;
    }
}
