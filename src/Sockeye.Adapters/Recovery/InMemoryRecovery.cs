namespace Sockeye.Adapters.Recovery;

/// <summary>Keeps packets and sessions in this process. One lock keeps what is delivered in the order of the log.</summary>
internal sealed class InMemoryRecovery : SessionRecovery, IDisposable
{
    private readonly Lock _gate = new();
    private readonly LocalSockets _local;
    private readonly PacketLog _log;
    private readonly SessionShelf _sessions;
    private readonly RecoveryBudget? _budget;
    private bool _ended;

    public InMemoryRecovery(LocalSockets local, RecoveryLimits limits, TimeProvider time, Action<RecoverableSession> expired)
    {
        _local = local;
        _log = new PacketLog(limits, time);
        _sessions = new SessionShelf(limits, time);
        Sweeper = new Sweeper(time, limits.SessionDuration, Sweep);
        Expired = expired;
        _budget = limits.Shared;
        _budget?.Add(this);
    }

    private Sweeper Sweeper { get; }

    private Action<RecoverableSession> Expired { get; }

    public void Broadcast(BroadcastPacket packet, Target target)
    {
        ILocalSocket[] selected;
        int count;
        lock (_gate)
        {
            packet = _log.Append(packet, target, socketId: null);
            selected = _local.Rent(target, out count);
            for (var i = 0; i < count; i++)
            {
                selected[i].Deliver(packet);
            }

            Sweeper.Start();
        }

        _budget?.Relieve();
        Tell(selected, count, packet);
    }

    public ValueTask BroadcastAsync(BroadcastPacket packet, Target target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<Task>? slow = null;
        ILocalSocket[] selected;
        int count;
        lock (_gate)
        {
            packet = _log.Append(packet, target, socketId: null);
            selected = _local.Rent(target, out count);
            for (var i = 0; i < count; i++)
            {
                var delivery = selected[i].DeliverAsync(packet, cancellationToken);
                if (!delivery.IsCompletedSuccessfully)
                {
                    (slow ??= []).Add(delivery.AsTask());
                }
            }

            Sweeper.Start();
        }

        _budget?.Relieve();
        Tell(selected, count, packet);
        return slow is null ? ValueTask.CompletedTask : new ValueTask(Task.WhenAll(slow));
    }

    /// <inheritdoc />
    public override void Send(string socketId, BroadcastPacket packet)
    {
        ILocalSocket? socket;
        lock (_gate)
        {
            if (!TryAppend(socketId, ref packet, out socket))
            {
                return;
            }

            socket?.Deliver(packet);
        }

        _budget?.Relieve();
        socket?.OnDelivered(packet);
    }

    /// <inheritdoc />
    public override ValueTask SendAsync(string socketId, BroadcastPacket packet, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ILocalSocket? socket;
        ValueTask delivery;
        lock (_gate)
        {
            if (!TryAppend(socketId, ref packet, out socket))
            {
                return ValueTask.CompletedTask;
            }

            delivery = socket?.DeliverAsync(packet, cancellationToken) ?? ValueTask.CompletedTask;
        }

        _budget?.Relieve();
        socket?.OnDelivered(packet);
        return delivery;
    }

    /// <inheritdoc />
    public override DeliveryRecord StartRecord() => new(_log);

    /// <inheritdoc />
    public override ValueTask PersistAsync(Func<RecoverableSession> leave, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(leave);
        IReadOnlyList<RecoverableSession> ousted;
        lock (_gate)
        {
            var session = leave();
            session.LeftAfter = _log.Last;
            ousted = _ended ? [] : _sessions.Add(session);
            Sweeper.Start();
        }

        Expire(ousted);
        _budget?.Relieve();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<RestoreResult> RestoreAsync(
        string privateId, string? offset, string? owner, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var session = _sessions.Find(privateId);
            if (session is null || _sessions.IsOver(session))
            {
                return ValueTask.FromResult(RestoreResult.Refused(RecoveryFailure.UnknownSession));
            }

            if (session.Owner != owner)
            {
                return ValueTask.FromResult(RestoreResult.Refused(RecoveryFailure.AnotherUser));
            }

            if (MissedPackets.Of(session, _log, offset) is null)
            {
                return ValueTask.FromResult(RestoreResult.Refused(RecoveryFailure.UnknownOffset));
            }

            _sessions.TakeOut(session);
            return ValueTask.FromResult(RestoreResult.Restored(session));
        }
    }

    /// <inheritdoc />
    public override ValueTask ReturnAsync(RecoverableSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        IReadOnlyList<RecoverableSession> ousted;
        lock (_gate)
        {
            ousted = _ended ? [] : _sessions.Return(session);
            Sweeper.Start();
        }

        Expire(ousted);
        _budget?.Relieve();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override bool TryResume(
        RecoverableSession session, string? offset, IReadOnlyCollection<string> rooms, Func<IReadOnlyList<BroadcastPacket>, bool> connect)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(rooms);
        ArgumentNullException.ThrowIfNull(connect);
        lock (_gate)
        {
            if (MissedPackets.Of(session, _log, offset) is not { } missed)
            {
                return false;
            }

            var packets = missed.List(rooms);
            if (!connect(packets))
            {
                return false;
            }

            _sessions.Resumed(session);
            session.Deliveries.Resumed(missed.Received, packets);
            return true;
        }
    }

    /// <summary>Lets go of everything: the namespace has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _log.End();
            _sessions.Clear();
        }

        _budget?.Remove(this);
        Sweeper.Dispose();
    }

    /// <summary>Says how many bytes of packets are kept, and how old the oldest is.</summary>
    internal KeptAmount MeasureBytes()
    {
        lock (_gate)
        {
            return new KeptAmount(_log.Bytes, _log.Oldest);
        }
    }

    /// <summary>Says how many sessions are kept, and how old the oldest is.</summary>
    internal KeptAmount MeasureSessions()
    {
        lock (_gate)
        {
            return new KeptAmount(_sessions.Count, _sessions.Oldest);
        }
    }

    /// <summary>Lets go of the oldest packets past so many bytes.</summary>
    internal void TrimTo(long bytes)
    {
        lock (_gate)
        {
            _log.Trim(bytes);
        }
    }

    /// <summary>Lets go of the oldest sessions past so many.</summary>
    /// <returns>Those that went; <see cref="Expire"/> tells of them.</returns>
    internal IReadOnlyList<RecoverableSession> OustTo(int sessions)
    {
        lock (_gate)
        {
            return _sessions.Oust(sessions);
        }
    }

    /// <summary>Tells of sessions that are over. Not under a lock.</summary>
    internal void Expire(IReadOnlyList<RecoverableSession> sessions)
    {
        foreach (var session in sessions)
        {
            Expired(session);
        }
    }

    private static void Tell(ILocalSocket[] selected, int count, BroadcastPacket packet)
    {
        for (var i = 0; i < count; i++)
        {
            selected[i].OnDelivered(packet);
        }

        LocalSockets.Return(selected, count);
    }

    private bool TryAppend(string socketId, ref BroadcastPacket packet, out ILocalSocket? socket)
    {
        if (!_local.TryGet(socketId, out socket) && !_sessions.HasSocket(socketId))
        {
            return false;
        }

        packet = _log.Append(packet, target: null, socketId);
        Sweeper.Start();
        return true;
    }

    /// <summary>Lets go of what is over, and rests where nothing is left.</summary>
    private void Sweep()
    {
        RecoverableSession[] over;
        lock (_gate)
        {
            _log.Trim();
            over = _sessions.TakeOver();
            if (_log.IsEmpty && _sessions.Count == 0)
            {
                Sweeper.Rest();
            }
        }

        Expire(over);
    }
}
