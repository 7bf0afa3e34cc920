namespace Sockeye.Adapters.Recovery;

/// <summary>The sessions whose clients are away, the one that left first in front. Not safe for use by several threads at once.</summary>
internal sealed class SessionShelf(RecoveryLimits limits, TimeProvider time)
{
    private readonly Dictionary<string, LinkedListNode<RecoverableSession>> _byPrivateId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _socketIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _comingBack = new(StringComparer.Ordinal);
    private readonly LinkedList<RecoverableSession> _byAge = new();

    public int Count => _byAge.Count;

    /// <summary>Gets when the session left that has been away for longest, in the clock's timestamps; 0 where none is away.</summary>
    public long Oldest => _byAge.First?.Value.LeftAt ?? 0;

    /// <summary>Says whether a socket's client is away, or on its way back: what is emitted to it is kept.</summary>
    public bool HasSocket(string socketId) => _socketIds.Contains(socketId) || _comingBack.Contains(socketId);

    public RecoverableSession? Find(string privateId) => _byPrivateId.GetValueOrDefault(privateId)?.Value;

    public bool IsOver(RecoverableSession session) => time.GetElapsedTime(session.LeftAt) >= limits.SessionDuration;

    /// <summary>Adds a session that has just left.</summary>
    /// <returns>Those that had to make room: the oldest, and it may be this one.</returns>
    public IReadOnlyList<RecoverableSession> Add(RecoverableSession session)
    {
        session.LeftAt = time.GetTimestamp();
        Insert(session, after: _byAge.Last);
        return Oust(limits.Sessions);
    }

    /// <summary>Takes a session out whose client is on its way back, until <see cref="Return"/> or <see cref="Resumed"/>.</summary>
    public void TakeOut(RecoverableSession session)
    {
        Remove(session);
        _comingBack.Add(session.SocketId);
    }

    /// <summary>The client of a session is there.</summary>
    public void Resumed(RecoverableSession session) => _comingBack.Remove(session.SocketId);

    /// <summary>Puts a session back where it was.</summary>
    /// <returns>Those that had to make room: the oldest, and it may be this one.</returns>
    public IReadOnlyList<RecoverableSession> Return(RecoverableSession session)
    {
        _comingBack.Remove(session.SocketId);
        var after = _byAge.Last;
        while (after is not null && after.Value.LeftAt > session.LeftAt)
        {
            after = after.Previous;
        }

        Insert(session, after);
        return Oust(limits.Sessions);
    }

    public void Remove(RecoverableSession session)
    {
        if (_byPrivateId.Remove(session.PrivateId, out var node))
        {
            _byAge.Remove(node);
            _socketIds.Remove(session.SocketId);
            limits.Shared?.AddSessions(-1);
        }
    }

    /// <summary>Takes those whose time is over.</summary>
    public RecoverableSession[] TakeOver()
    {
        var over = _byAge.TakeWhile(IsOver).ToArray();
        foreach (var session in over)
        {
            Remove(session);
        }

        return over;
    }

    /// <summary>Lets the oldest sessions go past so many.</summary>
    public List<RecoverableSession> Oust(int sessions)
    {
        List<RecoverableSession> ousted = [];
        while (_byAge.First is { Value: var oldest } && Count > sessions)
        {
            Remove(oldest);
            ousted.Add(oldest);
        }

        return ousted;
    }

    /// <summary>Lets go of all sessions, of which nobody is told.</summary>
    public void Clear()
    {
        limits.Shared?.AddSessions(-Count);
        _byPrivateId.Clear();
        _socketIds.Clear();
        _comingBack.Clear();
        _byAge.Clear();
    }

    private void Insert(RecoverableSession session, LinkedListNode<RecoverableSession>? after)
    {
        var node = after is null ? _byAge.AddFirst(session) : _byAge.AddAfter(after, session);
        _byPrivateId.Add(session.PrivateId, node);
        _socketIds.Add(session.SocketId);
        limits.Shared?.AddSessions(1);
    }
}
