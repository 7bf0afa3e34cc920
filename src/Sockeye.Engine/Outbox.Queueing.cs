using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>
/// Sending in two steps, for those who keep an order under a lock of their own: under it messages are queued, which writes nothing and calls nobody; behind it what
/// was queued goes out.
/// </summary>
internal sealed partial class Outbox
{
    private HeldTurn _held; // under the gate

    /// <summary>Queues a message behind all others.</summary>
    /// <param name="message">The message.</param>
    /// <param name="policy">What becomes of it where the budget is spent.</param>
    /// <param name="state">Whatever <paramref name="note"/> needs.</param>
    /// <param name="note">Is called under the gate when the message has its place; not where it is dropped.</param>
    public bool Queue<T>(EncodedMessage message, SlowClientPolicy policy, T state, Action<T, QueuePlace>? note)
    {
        lock (Gate)
        {
            return QueueNow(message, policy, state, note);
        }
    }

    /// <summary>Queues messages, or none of them where they have no room within the budget.</summary>
    public bool TryQueue(ReadOnlySpan<EncodedMessage> messages)
    {
        var (bytes, packets) = (0L, 0L);
        foreach (var message in messages)
        {
            bytes += OutboundEntry.Bytes(message);
            packets += OutboundEntry.Packets(message);
        }

        lock (Gate)
        {
            if (_waiting.Bytes + bytes > limits.Bytes || _waiting.Packets + packets > limits.Packets)
            {
                return false;
            }

            foreach (var message in messages)
            {
                Place(message, SlowClientPolicy.Close);
            }

            return true;
        }
    }

    /// <summary>Queues a message when there is room for it, behind those that wait already.</summary>
    /// <param name="owner">Whose outbox it is.</param>
    /// <param name="message">The message.</param>
    /// <param name="policy">What becomes of it, or of the client, where there is none in time.</param>
    /// <param name="needed">What becomes of the client where the message is too large for the room that there is.</param>
    /// <param name="state">Whatever <paramref name="note"/> needs.</param>
    /// <param name="note">Is called under the gate when the message has its place, or begins to wait.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public ValueTask<bool> QueueAsync<T>(
        IOutboxOwner owner, EncodedMessage message, SlowClientPolicy policy, SlowClientPolicy needed, T state, Action<T, QueuePlace>? note, CancellationToken cancellationToken)
    {
        RoomQueue.Waiter waiter;
        lock (Gate)
        {
            if (_state != SessionState.Open || (_room is null or { IsEmpty: true } && HasRoom))
            {
                return ValueTask.FromResult(QueueNow(message, needed, state, note));
            }

            note?.Invoke(state, QueuePlace.Waits);
            _room ??= new RoomQueue(owner, this, limits.SlowClientTimeout);
            waiter = Wait(_room, message, policy, needed, state, note);
        }

        return _room.WaitAsync(waiter, cancellationToken);
    }

    /// <summary>Writes what was queued, and does to the client what was found to be due. Outside the gate.</summary>
    public void Flush(IOutboxOwner owner)
    {
        Transport? transport;
        SendResult due;
        int dropped;
        lock (Gate)
        {
            (transport, due, dropped) = _held.Take();
        }

        transport?.Pump(first: null);
        for (; dropped > 0; dropped--)
        {
            owner.OnDropped();
        }

        if (due != SendResult.Taken)
        {
            IsTakenLate(owner, due);
        }

        Volatile.Read(ref _room)?.Admit(); // one that was queued to wait may have found room by now
    }

    /// <summary>Gives a message that waited its place. Under the gate.</summary>
    public bool PlaceLate(EncodedMessage message, SlowClientPolicy policy) => Place(message, policy) is SendResult.Taken or SendResult.Late;

    private static RoomQueue.Waiter Wait<T>(
        RoomQueue room, EncodedMessage message, SlowClientPolicy policy, SlowClientPolicy needed, T state, Action<T, QueuePlace>? note) =>
        room.Add(message, policy, new RoomQueue.Place(needed, () => note?.Invoke(state, QueuePlace.Late)));

    private bool QueueNow<T>(EncodedMessage message, SlowClientPolicy policy, T state, Action<T, QueuePlace>? note)
    {
        var result = Place(message, policy);
        if (result != SendResult.NoRoom)
        {
            note?.Invoke(state, QueuePlace.Next);
        }

        return result is SendResult.Taken or SendResult.Late;
    }

    private SendResult Place(EncodedMessage message, SlowClientPolicy policy)
    {
        if (_state != SessionState.Open)
        {
            return SendResult.Dropped;
        }

        var result = SendResult.Taken;
        if (!_held.TryStart(Transport) && IsFull(message, allowances: 1))
        {
            result = OverBudget(message, policy);
            _held.Note(result);
            if (result != SendResult.Late)
            {
                return result;
            }
        }

        _waiting.Add(message);
        return result;
    }
}
