using System.Runtime.CompilerServices;
using Sockeye.Engine.SlowClients;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>
/// The sending half of a session, or of a raw WebSocket: what waits for the client, the transport that takes it, and how far the session has come. All of it is
/// guarded by one gate; no callback and no write happens under it.
/// </summary>
internal sealed partial class Outbox(OutboxLimits limits)
{
    private readonly OutboundQueue _waiting = new();
    private Transport? _transport;
    private RoomQueue? _room;
    private BudgetDeadline? _deadline;
    private SessionState _state;
    private long _dropped;

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
    public bool HasRoom => _waiting.Bytes < limits.RoomBytes && _waiting.Packets < limits.RoomPackets;

    /// <summary>Gets whether more waits than the budget allows. Under the gate.</summary>
    public bool IsOverBudget => _waiting.Count > 1 && (_waiting.Bytes > limits.Bytes || _waiting.Packets > limits.Packets);

    /// <summary>Gets why this side closes, once it does.</summary>
    public CloseReason ClosingFor { get; private set; } = CloseReason.ForcedClose;

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
    /// <param name="policy">What becomes of it where the budget is spent.</param>
    public SendResult Send(object entry, bool isVolatile, SlowClientPolicy policy = SlowClientPolicy.Close)
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
            result = Admit(entry, isVolatile, policy, ref pumping, ref direct);
        }

        pumping?.Pump(direct ? entry : null);
        if (result is not (SendResult.Taken or SendResult.Late))
        {
            OutboundEntry.Release(entry);
        }

        return result;
    }

    /// <summary>Does to the client what <see cref="Send"/> found to be due: its time begins, or it is closed.</summary>
    /// <returns>Whether what was sent goes out.</returns>
    public bool IsTakenLate(IOutboxOwner owner, SendResult result)
    {
        if (result == SendResult.Full)
        {
            owner.End(CloseReason.SlowClient, "The client does not read what is sent to it: too much waits.");
        }
        else if (result == SendResult.Late)
        {
            lock (Gate)
            {
                if (_state != SessionState.Closed && IsOverBudget)
                {
                    (_deadline ??= new BudgetDeadline(owner, limits.SlowClientTimeout)).Begin();
                }
            }
        }

        return result == SendResult.Late;
    }

    public OutboundState Measure()
    {
        lock (Gate)
        {
            return new OutboundState(_waiting.Bytes, _waiting.Packets, _dropped);
        }
    }

    /// <summary>Sends when there is room, or waits for it.</summary>
    public ValueTask<bool> SendAsync(IOutboxOwner owner, EncodedMessage message, SlowClientPolicy policy, CancellationToken cancellationToken)
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

        return room is null ? ValueTask.FromResult(owner.Accept(message)) : room.WaitAsync(message, policy, cancellationToken);
    }

    /// <summary>Adds an entry behind the others, whatever the limits. Under the gate.</summary>
    public void Add(object entry) => _waiting.Add(entry);

    /// <summary>Takes the next entry. Under the gate.</summary>
    public object? Take() => _waiting.Take();

    /// <summary>Takes all entries. Under the gate.</summary>
    public object[] TakeAll() => _waiting.TakeAll();

    /// <summary>Lets in those that wait for room. Outside the gate, after entries were taken.</summary>
    public void OnTaken()
    {
        if (Volatile.Read(ref _deadline) is { } deadline)
        {
            lock (Gate)
            {
                deadline.Reconsider();
            }
        }

        Volatile.Read(ref _room)?.Admit();
    }

    /// <summary>Notes that something was dropped that had waited for room.</summary>
    public void OnDropped()
    {
        lock (Gate)
        {
            _dropped++;
        }
    }

    /// <summary>Begins to close: nothing more is taken, what waits goes out, then the client is told.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="discards">Whether what waits is dropped instead.</param>
    public bool TryBeginClosing(CloseReason reason = CloseReason.ForcedClose, bool discards = false)
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
            ClosingFor = reason;
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
        Transport? held;
        lock (Gate)
        {
            if (_state == SessionState.Closed)
            {
                return false;
            }

            held = _held.TakeTurn(); // what was queued under it goes out over the other
            Transport = to;
            if (_state == SessionState.Closing)
            {
                to.QueueClose();
            }

            pump = !IsEmpty && to.TryStart(out _);
        }

        held?.Pump(first: null);
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
            _deadline?.Reconsider();
        }

        Volatile.Read(ref _room)?.Shut();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // each packet of each client comes by, and most of its arguments are results
    private SendResult Admit(object entry, bool isVolatile, SlowClientPolicy policy, ref Transport? pumping, ref bool direct)
    {
        if (_state != SessionState.Open || (isVolatile && !Transport.IsReady))
        {
            _dropped += isVolatile ? 1 : 0;
            return SendResult.Dropped;
        }

        var result = SendResult.Taken;
        if (Transport.TryStart(out direct))
        {
            pumping = Transport;
        }
        else if (IsFull(entry, allowances: 1))
        {
            result = OverBudget(entry, policy);
            if (result != SendResult.Late)
            {
                return result;
            }
        }

        if (!direct)
        {
            // What may wait for long takes no more memory than it is counted for: a rented buffer can be far larger than its text.
            _waiting.Add(entry is MessageBuffer buffer ? buffer.ToMessage() : entry);
        }

        return result;
    }

    private SendResult OverBudget(object entry, SlowClientPolicy policy)
    {
        if (policy == SlowClientPolicy.Drop)
        {
            _dropped++;
            return SendResult.NoRoom;
        }

        return policy == SlowClientPolicy.Wait && !IsFull(entry, allowances: 2) ? SendResult.Late : SendResult.Full;
    }

    private bool IsFull(object entry, int allowances) => _waiting.Count > 0 &&
        (_waiting.Bytes + OutboundEntry.Bytes(entry) > allowances * limits.Bytes ||
        _waiting.Packets + OutboundEntry.Packets(entry) > allowances * (long)limits.Packets);
}
