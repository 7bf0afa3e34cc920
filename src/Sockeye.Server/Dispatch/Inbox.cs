using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Connections;

namespace Sockeye.Server.Dispatch;

/// <summary>
/// The events a socket has received and not yet handled: they run in order, one at a time or as many as the namespace allows.
/// </summary>
/// <remarks>
/// An event that finds the inbox empty and its turn free runs on the reading loop itself, from the borrowed bytes. Others wait as
/// copies within a budget; when it is spent the reading loop waits, which is back-pressure down to TCP. While the connection's
/// client owes an acknowledgement, reading goes on past that budget up to a hard limit: the answer may be behind the events.
/// Nothing runs until <see cref="Open"/>: the connection listeners add the socket's listeners, and the client may be faster.
/// </remarks>
internal sealed class Inbox(Socket socket, Connection connection)
{
    private readonly Lock _gate = new();
    private Queue<QueuedEvent>? _waiting;
    private long _waitingBytes;
    private int _running;
    private int _holds = 1; // the connection listeners
    private TaskCompletionSource? _roomAwaited;

    /// <summary>Gets whether events wait for their turn.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting is not null;
            }
        }
    }

    /// <summary>Gets whether handlers run, or events wait for theirs.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _running > 0 || _waiting is not null;
            }
        }
    }

    private SocketServerOptions Options => socket.Server.Options;

    /// <summary>Takes an event; completes when the reading loop may go on.</summary>
    public ValueTask AcceptAsync(in IncomingPacket packet)
    {
        lock (_gate)
        {
            if (_holds > 0 || _running >= socket.Namespace.HandlerConcurrency || _waiting is { Count: > 0 })
            {
                return Enqueue(Copy(in packet));
            }

            _running++;
        }

        var handling = EventDispatch.RunAsync(socket, packet.EventName, packet.Id, packet.Arguments);
        if (handling.IsCompletedSuccessfully)
        {
            if (TryTakeNext(out var next))
            {
                socket.Server.Work.Track(RunWaitingAsync(RunAsync(in next)));
            }
        }
        else
        {
            socket.Server.Work.Track(RunWaitingAsync(handling));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Lets events wait for one more <see cref="Open"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds++;
        }
    }

    /// <summary>Lets events run, where nothing else holds them: the connection listeners have been called, or what one of them held them for has ended.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _holds--;
        }

        StartWaiting();
    }

    /// <summary>
    /// Holds up the reading loop until no event waits any more; false where the connection is closed meanwhile, as it is where its client
    /// owes an acknowledgement, which may be behind what is held up.
    /// </summary>
    public async Task<bool> WaitUntilStartedAsync()
    {
        while (!connection.IsClosed)
        {
            Task started;
            lock (_gate)
            {
                if (_waiting is null)
                {
                    return true;
                }

                if (connection.IsAckExpected)
                {
                    connection.CloseForOverflow();
                    return false;
                }

                _roomAwaited ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                started = _roomAwaited.Task;
            }

            connection.ReaderWaitsFor(this);
            await started.ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Lets a reading loop that waits for room look again: an acknowledgement is awaited now, or the connection is gone.</summary>
    public void Reconsider()
    {
        TaskCompletionSource? awaited;
        lock (_gate)
        {
            (awaited, _roomAwaited) = (_roomAwaited, null);
        }

        awaited?.SetResult();
    }

    private QueuedEvent Copy(in IncomingPacket packet) =>
        new(packet.EventName, packet.Id, packet.Arguments.Detach(socket.Codec.Serializer), packet.Arguments.ByteCount);

    /// <summary>Called under the lock.</summary>
    private ValueTask Enqueue(QueuedEvent queued)
    {
        if (TryEnqueue(in queued, out var overflow))
        {
            return ValueTask.CompletedTask;
        }

        if (overflow)
        {
            connection.CloseForOverflow();
            return ValueTask.CompletedTask;
        }

        return new ValueTask(WaitForRoomAsync(queued));
    }

    /// <summary>Called under the lock.</summary>
    private bool TryEnqueue(in QueuedEvent queued, out bool overflow)
    {
        var waiting = _waiting?.Count ?? 0;
        var bytes = _waitingBytes + queued.Bytes;
        var goesOn = connection.IsAckExpected;
        overflow = goesOn && (waiting >= Options.InboxHardLimitEvents || bytes > Options.InboxHardLimitBytes);
        var fits = waiting == 0 || (waiting < Options.InboxEvents && bytes <= Options.InboxBytes);

        // What was received before a disconnect still runs: it is at most this one event past the budget.
        if (overflow || !(fits || goesOn || connection.IsClosed))
        {
            return false;
        }

        (_waiting ??= new Queue<QueuedEvent>()).Enqueue(queued);
        _waitingBytes = bytes;
        return true;
    }

    private async Task WaitForRoomAsync(QueuedEvent queued)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (TryEnqueue(in queued, out var overflow))
                {
                    break;
                }

                if (overflow)
                {
                    connection.CloseForOverflow();
                    return;
                }

                _roomAwaited ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _roomAwaited.Task;
            }

            connection.ReaderWaitsFor(this);
            await room.ConfigureAwait(false);
        }

        StartWaiting();
    }

    /// <summary>Starts what waits and may run: the last handler may have ended between the look at the budget and the queueing.</summary>
    private void StartWaiting()
    {
        while (TryTakeTurn() && TryTakeNext(out var next))
        {
            socket.Server.Work.Track(RunWaitingAsync(RunAsync(in next)));
        }
    }

    private bool TryTakeTurn()
    {
        lock (_gate)
        {
            if (_holds > 0 || _waiting is null || _running >= socket.Namespace.HandlerConcurrency)
            {
                return false;
            }

            _running++;
            return true;
        }
    }

    private async Task RunWaitingAsync(ValueTask handling)
    {
        await handling.ConfigureAwait(false);
        while (TryTakeNext(out var next))
        {
            await RunAsync(in next).ConfigureAwait(false);
        }
    }

    private ValueTask RunAsync(in QueuedEvent next) =>
        EventDispatch.RunAsync(socket, next.Name, next.AckId, next.Arguments.AsIncoming());

    /// <summary>Takes the next event, or gives the turn back where there is none.</summary>
    private bool TryTakeNext(out QueuedEvent next)
    {
        TaskCompletionSource? awaited = null;
        lock (_gate)
        {
            if (_waiting is null || !_waiting.TryDequeue(out next))
            {
                next = default;
                _running--;
                return false;
            }

            _waitingBytes -= next.Bytes;
            if (_waiting.Count == 0)
            {
                _waiting = null; // an idle socket holds no buffers
            }

            if (_roomAwaited is not null && (_waiting?.Count ?? 0) <= Options.InboxEvents / 2)
            {
                (awaited, _roomAwaited) = (_roomAwaited, null);
            }
        }

        awaited?.SetResult();
        return true;
    }
}
