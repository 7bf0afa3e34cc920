using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>Those who wait for room in a session's outbox, first come first served. Made when the first one has to wait.</summary>
internal sealed class RoomQueue(IOutboxOwner owner, Outbox outbox, TimeSpan longest)
{
    private readonly LinkedList<Waiter> _waiters = []; // under the outbox's gate
    private bool _admitting;
    private bool _shut;

    /// <summary>Gets whether nobody waits, or is just being let in. Under the gate.</summary>
    public bool IsEmpty => _waiters.Count == 0 && !_admitting;

    public ValueTask<bool> WaitAsync(EncodedMessage message, SlowClientPolicy policy, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (outbox.Gate)
        {
            waiter = Add(message, policy, place: null);
        }

        var waiting = WaitAsync(waiter, cancellationToken);
        Admit(); // room may have come between the look and the wait
        return waiting;
    }

    /// <summary>Adds one who waits, behind the others. Under the gate; <see cref="WaitAsync(Waiter, CancellationToken)"/> and <see cref="Admit"/> must follow.</summary>
    /// <param name="message">The message.</param>
    /// <param name="policy">What becomes of it, or of the client, where there is no room in time.</param>
    /// <param name="place">How the message is given its place where that is to be noted.</param>
    public Waiter Add(EncodedMessage message, SlowClientPolicy policy, Place? place)
    {
        var waiter = new Waiter(this, message, policy, place);
        if (_shut)
        {
            waiter.Taken.SetResult(false);
        }
        else
        {
            _waiters.AddLast(waiter);
        }

        return waiter;
    }

    public async ValueTask<bool> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        owner.Timers.Schedule(waiter, longest);
        try
        {
            return await waiter.Taken.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!Remove(waiter))
        {
            return await waiter.Taken.Task.ConfigureAwait(false); // too late to give up: it was taken, or the session ended
        }
        finally
        {
            owner.Timers.Cancel(waiter);
        }
    }

    /// <summary>Sends for those who wait, as far as there is room. One thread at a time does, so that they keep their order; it looks again after each.</summary>
    public void Admit()
    {
        lock (outbox.Gate)
        {
            if (_admitting)
            {
                return;
            }

            _admitting = true;
        }

        while (Next(out var isPlaced) is { } waiter)
        {
            if (waiter.Place is not null)
            {
                outbox.Flush(owner);
                waiter.Taken.SetResult(isPlaced);
            }
            else
            {
                waiter.Taken.SetResult(owner.Accept(waiter.Message));
            }
        }
    }

    /// <summary>Tells all who wait that the session has ended.</summary>
    public void Shut()
    {
        Waiter[] waiters;
        lock (outbox.Gate)
        {
            _shut = true;
            waiters = [.. _waiters];
            _waiters.Clear();
        }

        foreach (var waiter in waiters)
        {
            waiter.Taken.SetResult(false);
        }
    }

    private Waiter? Next(out bool isPlaced)
    {
        isPlaced = false;
        lock (outbox.Gate)
        {
            if (!outbox.HasRoom || _waiters.First is not { } first)
            {
                _admitting = false;
                return null;
            }

            _waiters.RemoveFirst();
            if (first.Value is { Place: { } place } waiter && outbox.PlaceLate(waiter.Message, place.Policy))
            {
                isPlaced = true;
                place.Note();
            }

            return first.Value;
        }
    }

    private bool Remove(Waiter waiter)
    {
        lock (outbox.Gate)
        {
            return _waiters.Remove(waiter);
        }
    }

    /// <summary>The time of one who waits is over.</summary>
    private void GiveUp(Waiter waiter)
    {
        if (waiter.Policy != SlowClientPolicy.Drop)
        {
            owner.End(CloseReason.SlowClient, "The client does not read what is sent to it: there was no room in time.");
        }
        else if (Remove(waiter))
        {
            outbox.OnDropped();
            owner.OnDropped();
            waiter.Taken.SetResult(false);
        }
    }

    /// <summary>How a message that waited is given its place among what goes out.</summary>
    /// <param name="Policy">What becomes of the client where the message is too large for the room that there is.</param>
    /// <param name="Note">Called under the gate when it has its place.</param>
    internal sealed record Place(SlowClientPolicy Policy, Action Note);

    /// <summary>One who waits.</summary>
    internal sealed class Waiter(RoomQueue queue, EncodedMessage message, SlowClientPolicy policy, Place? place) : WheelTimer
    {
        public EncodedMessage Message => message;

        public SlowClientPolicy Policy => policy;

        public Place? Place => place;

        public TaskCompletionSource<bool> Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected internal override void OnDue() => queue.GiveUp(this);
    }
}
