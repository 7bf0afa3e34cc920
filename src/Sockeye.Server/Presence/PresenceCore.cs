using System.Text.Json;
using Sockeye.Adapters;

namespace Sockeye.Server.Presence;

/// <summary>Presence on one node: its sockets, what the other nodes say, and who watches. Its steps are taken one after the other, by <see cref="PresenceLoop"/>.</summary>
internal sealed class PresenceCore
{
    private readonly PresenceOptions _options;
    private readonly TimeProvider _time;
    private readonly IPresenceAudience _audience;
    private readonly string _self;
    private readonly PresenceCluster? _cluster;
    private readonly GraceQueue _grace;
    private readonly Watchers _watchers = new();
    private readonly PendingWatches _pending = new();
    private readonly Dictionary<ILocalSocket, string?> _sockets = [];
    private readonly Dictionary<string, LocalUser> _local = new(StringComparer.Ordinal);

    public PresenceCore(PresenceOptions options, TimeProvider time, IPresenceAudience audience, INodeChannel? channel)
    {
        _options = options;
        _time = time;
        _audience = audience;
        _self = channel?.NodeId ?? "";
        _grace = new GraceQueue(time, options.GracePeriod);
        Table = new PresenceTable(options.LastSeenCapacity);
        _cluster = channel is null ? null : new PresenceCluster(this, channel, options, time);
    }

    /// <summary>Gets who is there, for everybody to read.</summary>
    public PresenceTable Table { get; }

    /// <summary>Gets the users of this node, as other nodes are told of them.</summary>
    public IEnumerable<(string UserId, NodeUser User)> LocalUsers => _local.Select(static entry => (entry.Key, entry.Value.Describe()));

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Gets the grace periods that run: <see cref="Lapse"/> has something to do when the next is over.</summary>
    public GraceQueue Grace => _grace;

    /// <summary>Makes itself known to the other nodes.</summary>
    public void Start() => _cluster?.Start();

    public void Enter(ILocalSocket socket, string? userId)
    {
        if (_sockets.TryGetValue(socket, out var known) && (known is not null || userId is null))
        {
            return; // one that was there before presence was is entered twice, the first time perhaps before it was in its user's room
        }

        _sockets[socket] = userId;
        if (userId is null)
        {
            return;
        }

        if (!_local.TryGetValue(userId, out var user))
        {
            var (state, at) = Table.WholeOf(userId);
            _local.Add(userId, user = new LocalUser(state, at));
        }

        user.Add(socket);
        Publish(userId, user);
    }

    public void Leave(ILocalSocket socket)
    {
        if (!_sockets.Remove(socket, out var userId))
        {
            return;
        }

        _watchers.Remove(socket);
        _pending.RemoveOf(socket); // whom the former user may see is nothing for the next
        if (userId is not null && _local.TryGetValue(userId, out var user) && user.Remove(socket, Now))
        {
            if (!user.HasDevices)
            {
                _grace.Add(_self, userId, user.Grace);
            }

            Publish(userId, user);
        }
    }

    /// <summary>Makes a socket another user's: it sees whom that user may see, and nobody until that is known.</summary>
    /// <returns>Whether it was somebody else's.</returns>
    public bool Change(ILocalSocket socket, string? userId)
    {
        if (!_sockets.TryGetValue(socket, out var before) || before == userId)
        {
            return false;
        }

        Leave(socket);
        Enter(socket, userId);
        return true;
    }

    /// <summary>Begins to ask the application whom a socket is to see; null where it has left.</summary>
    public PendingWatch? BeginWatch(ILocalSocket socket) => _sockets.TryGetValue(socket, out var userId) ? _pending.Add(new PendingWatch(socket, userId)) : null;

    /// <summary>Begins to ask the application about those whom the sockets of a user are to see.</summary>
    public PendingWatch BeginWatch(string viewer) => _pending.Add(new PendingWatch(null, viewer));

    /// <summary>The application could not say.</summary>
    public void GiveUp(PendingWatch pending) => _pending.Remove(pending);

    /// <summary>Shows users to a socket about whom the application was asked; nobody where it has become another user's meanwhile.</summary>
    /// <param name="pending">What <see cref="BeginWatch(ILocalSocket)"/> gave.</param>
    /// <param name="users">Whom.</param>
    /// <param name="isWhole">Whether it is sent all whom it sees, as it is new.</param>
    /// <returns>False where it would see more than the limit allows: then nothing is added.</returns>
    public bool Watch(PendingWatch pending, IReadOnlyCollection<string> users, bool isWhole) =>
        !_pending.Remove(pending) || Watch(pending.Socket!, pending.Of(users), isWhole, pending.Known);

    /// <summary>Shows users to all sockets of a user on this node, about whom the application was asked.</summary>
    /// <returns>The sockets that would see more than the limit allows.</returns>
    public IReadOnlyList<ILocalSocket> WatchAll(PendingWatch pending, IReadOnlyCollection<string> users)
    {
        _pending.Remove(pending);
        var shown = pending.Of(users);
        return [.. SocketsOf(pending.Viewer!).Where(socket => !Watch(socket, shown, isWhole: false, pending.Known))];
    }

    /// <summary>Shows users to a socket: now, and whenever they change.</summary>
    /// <param name="socket">The socket; nothing happens where it has left.</param>
    /// <param name="users">Whom.</param>
    /// <param name="isWhole">Whether it is sent all whom it sees, as it is new.</param>
    /// <param name="known">When users were last seen of whom this process knows nothing.</param>
    /// <returns>False where it would see more than the limit allows: then nothing is added.</returns>
    public bool Watch(ILocalSocket socket, IReadOnlyCollection<string> users, bool isWhole, IReadOnlyDictionary<string, DateTimeOffset>? known = null)
    {
        if (!_sockets.ContainsKey(socket))
        {
            return true;
        }

        var added = users.Count(user => !_watchers.Sees(socket, user));
        if (_watchers.CountOf(socket) + added > _options.MaxWatchedUsers)
        {
            return false;
        }

        foreach (var user in users)
        {
            _watchers.Add(socket, user);
        }

        var shown = isWhole ? _watchers.SeenBy(socket) : users;
        if (shown.Count > 0 || isWhole)
        {
            socket.Deliver(_audience.Pack([.. shown.Select(user => Table.Get(user).OrSeen(known))], isWhole));
        }

        return true;
    }

    public void Unwatch(ILocalSocket socket, IReadOnlyCollection<string> users)
    {
        Remove(socket, users);
        foreach (var pending in _pending.Of(socket))
        {
            pending.Hide(users);
        }
    }

    public void UnwatchAll(string viewer, IReadOnlyCollection<string> users)
    {
        foreach (var socket in SocketsOf(viewer))
        {
            Remove(socket, users);
        }

        foreach (var pending in _pending.Of(viewer))
        {
            pending.Hide(users);
        }
    }

    /// <summary>Asks the other nodes to show users, or to show them no more, to the sockets of a user there.</summary>
    public void AskWatch(string viewer, IReadOnlyList<string> users, bool may) => _cluster?.Watch(viewer, users, may);

    /// <summary>Another node asks. The order in which it does counts: an end is not overtaken by what began before.</summary>
    public void OnWatchAsked(string viewer, IReadOnlyList<string> users, bool may)
    {
        if (may)
        {
            _audience.OnWatchAsked(BeginWatch(viewer), users);
        }
        else
        {
            UnwatchAll(viewer, users);
        }
    }

    public bool SetState(ILocalSocket socket, string? state)
    {
        if (!_sockets.TryGetValue(socket, out var userId) || userId is null)
        {
            return false;
        }

        if (_local[userId].SetState(socket, state, Now))
        {
            Publish(userId, _local[userId]);
        }

        return true;
    }

    /// <summary>Gives a user a state as a whole, on all nodes that have it.</summary>
    public bool SetState(string userId, string? state)
    {
        var (said, before) = Table.WholeOf(userId);
        if (said == state)
        {
            return Table.Get(userId).IsOnline;
        }

        var at = Math.Max(Now, before + 1); // clocks of nodes differ, and what is said later counts
        TakeState(userId, state, at);
        _cluster?.Say(userId, state, at);
        return Table.Get(userId).IsOnline;
    }

    public void TakeState(string userId, string? state, long at)
    {
        if (_local.TryGetValue(userId, out var user))
        {
            user.SetState(state, at);
            Publish(userId, user);
        }
    }

    /// <summary>Lets go of users whose grace period is over.</summary>
    public void Lapse()
    {
        while (_grace.TryTake(out var lapsed))
        {
            if (lapsed.Node != _self)
            {
                _cluster!.Forget(lapsed.Node, lapsed.UserId, lapsed.Grace);
            }
            else if (_local.TryGetValue(lapsed.UserId, out var user) && user.Grace == lapsed.Grace)
            {
                _local.Remove(lapsed.UserId);
                _cluster?.Gone(lapsed.UserId, user.LeftAt);
                Apply(_self, lapsed.UserId, null, user.LeftAt);
            }
        }
    }

    /// <summary>Begins the grace period of a user of a node that has gone.</summary>
    public void Spare(string node, string userId, long loss) => _grace.Add(node, userId, loss);

    public void Receive(string node, ReadOnlyMemory<byte> message)
    {
        try
        {
            _cluster!.Receive(node, message);
        }
        catch (JsonException exception)
        {
            _audience.OnUnreadable(node, exception);
        }
    }

    public void Beat() => _cluster?.Beat(_audience);

    public void Stop() => _cluster?.Stop();

    /// <summary>Takes over what a node says of a user, and tells whoever watches.</summary>
    /// <param name="node">The node.</param>
    /// <param name="userId">The user.</param>
    /// <param name="user">What it says; null where it has let it go.</param>
    /// <param name="leftAt">When the user was last seen there, where it has let it go.</param>
    public void Apply(string node, string userId, NodeUser? user, long leftAt = 0)
    {
        if (user is null)
        {
            Table.Saw(userId, DateTimeOffset.FromUnixTimeMilliseconds(leftAt));
        }

        if (Table.Set(node, userId, user, DateTimeOffset.FromUnixTimeMilliseconds(leftAt)) is not { } change)
        {
            return;
        }

        _audience.OnChange(change);
        if (_watchers.Of(userId) is { Count: > 0 } watchers)
        {
            var packet = _audience.Pack([change.Now], isSnapshot: false);
            foreach (var socket in watchers)
            {
                socket.Deliver(packet);
            }
        }
    }

    private void Remove(ILocalSocket socket, IReadOnlyCollection<string> users)
    {
        foreach (var user in users)
        {
            _watchers.Remove(socket, user);
        }
    }

    private IReadOnlyList<ILocalSocket> SocketsOf(string userId) => _local.TryGetValue(userId, out var user) ? user.Sockets : [];

    private void Publish(string userId, LocalUser user)
    {
        var now = user.Describe();
        _cluster?.Tell(userId, now);
        Apply(_self, userId, now);
    }
}
