using Microsoft.AspNetCore.Http;
using Sockeye.Engine.WebSockets.Compression;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.WebSockets;

/// <summary>
/// The writing half of a WebSocket. One writer at a time owns the connection: whoever finds it idle writes its frame on the spot, and then what
/// queued up meanwhile, several frames in one write.
/// </summary>
/// <param name="owner">Whose packets it carries, or will carry after an upgrade.</param>
/// <param name="context">The request that became the WebSocket.</param>
/// <param name="sink">Where frames go.</param>
/// <param name="form">What the client takes.</param>
/// <param name="compression">How messages are compressed, where they are.</param>
internal sealed class WebSocketTransport(IOutboxOwner owner, HttpContext context, FrameSink sink, ClientForm form, MessageCompression? compression) : Transport
{
    /// <summary>How many frames of its own may wait. Only a client that floods the server with pings and reads nothing gets there.</summary>
    private const int MostFrames = 1024;

    private readonly Lock _connection = new();
    private readonly bool _isPlain = form == ClientForm.Plain;
    private OutboundQueue? _frames; // the WebSocket's own, which go first. Under the outbox's gate, as all that follows
    private TaskCompletionSource? _idle;
    private AbortLimit? _abortLimit;
    private bool _writing;
    private bool _closes;
    private bool _stopped;
    private bool _ended; // under _connection

    public override TransportKind Kind => TransportKind.WebSocket;

    public override bool IsReady => !_writing && !_stopped && !_closes;

    /// <summary>Gets whether several frames may go in one write.</summary>
    public bool TakesSeveral => sink.TakesSeveral;

    /// <summary>Gets or sets what tells the client that this side closes. Under the gate.</summary>
    public RawFrame ClosingFrame { get; set; } = RawFrame.Close;

    private Outbox Outbox { get; } = owner.Outbox;

    /// <summary>Gets who watches what the session sends, where this is its transport and does not just probe.</summary>
    private SessionWatch? Watch => Outbox.Watch is { } watch && Outbox.Transport == this ? watch : null;

    public override bool TryStart(out bool takesFirst)
    {
        takesFirst = IsReady;
        _writing |= takesFirst;
        return takesFirst;
    }

    /// <summary>Writes an entry, and then what waits. The caller has the turn.</summary>
    public override void Pump(object? first)
    {
        var entry = first is null ? Next(endsTurn: true) : _isPlain ? first : InClientForm(first);
        if (Watch is { } flushing && entry is not (null or RawFrame))
        {
            flushing.OnFlush();
        }

        if (entry is not null && compression is null && TrySingleFrame(entry, out var frame))
        {
            var write = Write(frame);
            if (!write.IsCompletedSuccessfully)
            {
                Begin(entry, write);
                return;
            }

            OutboundEntry.Release(entry);
            entry = Next(endsTurn: true);
        }

        if (entry is not null)
        {
            Begin(entry, write: null);
        }
        else
        {
            if (first is null)
            {
                Outbox.OnTaken(); // what was written came from there
            }

            if (Watch is { } drained && first is not RawFrame)
            {
                drained.OnDrain();
            }
        }
    }

    public override void QueueClose() => Outbox.Add(ClosingFrame);

    public override void End(CloseReason reason)
    {
        if (reason == CloseReason.SlowClient)
        {
            Abort();
            return;
        }

        SendFrame(ClosingFrame);
        LimitTo(AbortLimit.ForTheAnswer);
    }

    /// <summary>Sends a frame of the WebSocket's own: a pong, a closing frame, an answer to a probe.</summary>
    public void SendFrame(object frame)
    {
        bool pumps;
        var floods = false;
        lock (Outbox.Gate)
        {
            if (_closes || _stopped)
            {
                return;
            }

            pumps = TryStart(out _);
            if (pumps)
            {
                _closes = frame is RawFrame { IsClose: true };
            }
            else
            {
                _frames ??= new OutboundQueue();
                floods = _frames.Count >= MostFrames;
                if (!floods)
                {
                    _frames.Add(frame);
                }
            }
        }

        if (pumps)
        {
            Pump(frame); // an idle connection has no queue for its frames
        }

        if (floods)
        {
            if (Outbox.Transport == this)
            {
                owner.End(CloseReason.SlowClient, "The client does not read the pongs it asks for.");
            }

            Abort();
        }
    }

    /// <summary>The client has sent a pong.</summary>
    public void OnPong() => owner.OnPong();

    /// <summary>Cuts the connection off.</summary>
    public void Abort()
    {
        lock (_connection)
        {
            if (!_ended)
            {
                context.Abort();
            }
        }
    }

    /// <summary>Cuts the connection off unless it has ended by then.</summary>
    public void LimitTo(TimeSpan longest)
    {
        AbortLimit limit;
        lock (Outbox.Gate)
        {
            if (_abortLimit is not null)
            {
                return;
            }

            limit = _abortLimit = new AbortLimit(this);
        }

        owner.Timers.Schedule(limit, longest);
    }

    /// <summary>
    /// Ends the writing: what has been queued already goes out, nothing is added. When the returned task has completed no write is under way, and
    /// nothing touches the connection any more.
    /// </summary>
    public async Task StopAsync()
    {
        LimitTo(AbortLimit.ForTheAnswer);
        Task idle;
        lock (Outbox.Gate)
        {
            _stopped = true;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _writing ? _idle.Task : Task.CompletedTask;
        }

        await idle.ConfigureAwait(false);
        lock (_connection)
        {
            _ended = true;
        }

        owner.Timers.Cancel(_abortLimit!);
    }

    private static bool TrySingleFrame(object entry, out ReadOnlyMemory<byte> frame)
    {
        frame = entry switch
        {
            MessageBuffer { Attachments: null } buffer => buffer.WebSocketFrame,
            EncodedMessage { Next: null } message => message.WebSocketFrame,
            RawFrame raw => raw.Bytes,
            _ => default,
        };
        return !frame.IsEmpty;
    }

    private object InClientForm(object entry)
    {
        if (entry is MessageBuffer { IsBinary: true } binary)
        {
            entry = binary.ToMessage();
        }
        else if (entry is MessageBuffer { Attachments: { } attachments } buffer)
        {
            buffer.Attachments = attachments.In(form);
        }

        return entry is EncodedMessage message ? message.In(form) : entry;
    }

    /// <summary>Gets the frame of a message as this client gets it. Only for who has the turn: messages are compressed in the order in which they go out.</summary>
    public ReadOnlyMemory<byte> FrameOf(MessageBuffer buffer) =>
        compression is not null && buffer.Compress ? compression.FrameOf(buffer) : buffer.WebSocketFrame;

    /// <summary>Gets the frame of a message as this client gets it. Only for who has the turn.</summary>
    /// <param name="message">The message.</param>
    /// <param name="compress">Whether the first of its chain may be compressed.</param>
    public ReadOnlyMemory<byte> FrameOf(EncodedMessage message, bool compress) =>
        compression is not null && compress ? compression.FrameOf(message) : message.WebSocketFrame;

    /// <summary>Writes frames to the connection. Only for who has the turn.</summary>
    public ValueTask Write(ReadOnlyMemory<byte> frames)
    {
        try
        {
            return sink.WriteAsync(frames);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    /// <summary>Takes what goes out next. Where there is nothing the turn ends, if it may.</summary>
    private object? Next(bool endsTurn)
    {
        object? entry;
        var closed = false;
        TaskCompletionSource? idle = null;
        lock (Outbox.Gate)
        {
            entry = _closes ? null : _frames?.Take() ?? (Outbox.Transport == this ? Outbox.Take() : null);
            if (entry is RawFrame { IsClose: true })
            {
                _closes = true;
            }
            else if (entry is null && endsTurn)
            {
                _writing = false;
                closed = _closes;
                idle = _idle;
            }
        }

        idle?.TrySetResult();
        if (closed)
        {
            owner.OnCloseWritten();
        }

        return entry is null || _isPlain ? entry : InClientForm(entry);
    }

    /// <summary>Goes on writing. It never fails, and whoever ends the transport waits for the end of the turn: <see cref="StopAsync"/>.</summary>
    private void Begin(object entry, ValueTask? write) => _ = DrainAsync(entry, write);

    private async Task DrainAsync(object? entry, ValueTask? write)
    {
        var batch = new FrameBatch(this);
        var carried = entry is not RawFrame;
        try
        {
            if (write is { } begun)
            {
                await begun.ConfigureAwait(false);
                OutboundEntry.Release(entry!);
                entry = Next(endsTurn: true);
            }

            while (entry is not null)
            {
                carried |= entry is not RawFrame;
                await batch.AddAsync(entry).ConfigureAwait(false);
                OutboundEntry.Release(entry);
                entry = Next(endsTurn: batch.IsEmpty);
                if (entry is null && !batch.IsEmpty)
                {
                    await batch.FlushAsync().ConfigureAwait(false);
                    Outbox.OnTaken();
                    entry = Next(endsTurn: true);
                }
            }
        }
        catch (Exception)
        {
            // Whatever it was, the connection is of no more use: the peer is gone, or will be.
            if (entry is not null)
            {
                OutboundEntry.Release(entry);
            }

            Fail();
        }
        finally
        {
            batch.Dispose();
        }

        Outbox.OnTaken();
        if (carried && Outbox.State != SessionState.Closed)
        {
            Watch?.OnDrain();
        }
    }

    private void Fail()
    {
        TaskCompletionSource? idle;
        lock (Outbox.Gate)
        {
            _stopped = true;
            _writing = false;
            idle = _idle;
        }

        if (Outbox.Transport == this)
        {
            owner.End(CloseReason.TransportClose, "the connection broke while something was written to it");
        }

        Abort();
        idle?.TrySetResult();
    }
}
