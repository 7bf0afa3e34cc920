using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>
/// The sending half of a session, or of a raw WebSocket: what waits for the client, the transport that takes it, and how far the session has come. All of it is
/// guarded by one gate; no callback and no write happens under it.
/// </summary>
internal sealed class Outbox(OutboxLimits limits)
{
    private readonly OutboundQueue _waiting = new();
    private Transport? _transport;
    private RoomQueue? _room;
    private SessionState _state;

    /// <summary>Guards everything here, and what transports keep about their turn to write.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Gets or sets the current transport. Set while the session is made, and by <see cref="TrySwitch"/>.</summary>
    public Transport Transport
    {
        get => Volatile.Read(ref _transport)!;
        set => Volatile.Write(ref _transport, value);
    }

    /// <summary>Gets or sets what tells an observer of what is sent. Set before the session begins.</summary>
    public SessionWatch? Watch { get; set; }

    /// <summary>Gets how far the session has come. Under the gate where it matters that it stays so.</summary>
    public SessionState State => _state;

    /// <summary>Gets whether anything waits. Under the gate.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Gets whether one more packet may wait without the client counting as behind. Under the gate.</summary>
    public bool HasRoom => _waiting.Bytes < limits.RoomBytes;

    /// <summary>Gets how many bytes wait.</summary>
    public long WaitingBytes
    {
        get
        {
            lock (Gate)
            {
                return _waiting.Bytes;
            }
        }
    }

    public bool IsWritable
    {
        get
        {
            lock (Gate)
            {
                return _state == SessionState.Open && Transport.IsReady;
            }
        }
    }

    /// <summary>Queues an entry, or hands it straight to a transport that can write now. Owns it from the call on.</summary>
    /// <param name="entry">A <see cref="MessageBuffer"/>, or what an <see cref="OutboundQueue"/> holds.</param>
    /// <param name="isVolatile">Whether it is dropped when it cannot go out at once.</param>
    public SendResult Send(object entry, bool isVolatile)
    {
        Transport? pumping = null;
        var direct = false;
        SendResult result;
        if (Watch is { } watch && (!isVolatile || IsWritable))
        {
            watch.OnCreate(entry);
        }

        lock (Gate)
        {
            result = Admit(entry, isVolatile, ref pumping, ref direct);
        }

        pumping?.Pump(direct ? entry : null);
        if (result != SendResult.Taken)
        {
            OutboundEntry.Release(entry);
        }

        return result;
    }

    /// <summary>Sends when there is room, or waits for it.</summary>
    public ValueTask<bool> SendAsync(IOutboxOwner owner, EncodedMessage message, CancellationToken cancellationToken)
    {
        RoomQueue? room = null;
        lock (Gate)
        {
            if (_state != SessionState.Open)
            {
                return ValueTask.FromResult(false);
            }

            if (_room is { IsEmpty: false } || !HasRoom)
            {
                room = _room ??= new RoomQueue(owner, this, limits.SlowClientTimeout);
            }
        }

        return room is null ? ValueTask.FromResult(owner.Accept(message)) : room.WaitAsync(message, cancellationToken);
    }

    /// <summary>Adds an entry behind the others, whatever the limits. Under the gate.</summary>
    public void Add(object entry) => _waiting.Add(entry);

    /// <summary>Takes the next entry. Under the gate.</summary>
    public object? Take() => _waiting.Take();

    /// <summary>Takes all entries. Under the gate.</summary>
    public object[] TakeAll() => _waiting.TakeAll();

    /// <summary>Lets in those that wait for room. Outside the gate, after entries were taken.</summary>
    public void OnTaken() => Volatile.Read(ref _room)?.Admit();

    /// <summary>Begins to close: nothing more is taken, what waits goes out, then the client is told.</summary>
    /// <param name="discards">Whether what waits is dropped instead.</param>
    public bool TryBeginClosing(bool discards = false)
    {
        Transport transport;
        bool pump;
        lock (Gate)
        {
            if (_state != SessionState.Open)
            {
                return false;
            }

            _state = SessionState.Closing;
            if (discards)
            {
                TakeAll();
            }

            transport = Transport;
            transport.QueueClose();
            pump = transport.TryStart(out _);
        }

        if (pump)
        {
            transport.Pump(first: null);
        }

        return true;
    }

    /// <summary>Moves the session to another transport, with all that waits. What the old one has taken already is its own.</summary>
    public bool TrySwitch(Transport to)
    {
        bool pump;
        lock (Gate)
        {
            if (_state == SessionState.Closed)
            {
                return false;
            }

            Transport = to;
            if (_state == SessionState.Closing)
            {
                to.QueueClose();
            }

            pump = !IsEmpty && to.TryStart(out _);
        }

        if (pump)
        {
            to.Pump(first: null);
        }

        return true;
    }

    /// <summary>Ends it: what waits is dropped.</summary>
    /// <returns>Whether this call ended it.</returns>
    public bool TryShut()
    {
        lock (Gate)
        {
            if (_state == SessionState.Closed)
            {
                return false;
            }

            _state = SessionState.Closed;
            TakeAll();
        }

        Volatile.Read(ref _room)?.Shut();
        return true;
    }

    private SendResult Admit(object entry, bool isVolatile, ref Transport? pumping, ref bool direct)
    {
        if (_state != SessionState.Open || (isVolatile && !Transport.IsReady))
        {
            return SendResult.Dropped;
        }

        if (Transport.TryStart(out direct))
        {
            pumping = Transport;
        }
        else if (IsFull(entry))
        {
            return SendResult.Full;
        }

        if (!direct)
        {
            // What may wait for long takes no more memory than it is counted for: a rented buffer can be far larger than its text.
            _waiting.Add(entry is MessageBuffer buffer ? buffer.ToMessage() : entry);
        }

        return SendResult.Taken;
    }

    private bool IsFull(object entry) => _waiting.Count > 0 &&
        (_waiting.Bytes + OutboundEntry.Bytes(entry) > limits.Bytes ||
        _waiting.Packets + OutboundEntry.Packets(entry) > limits.Packets);
}
