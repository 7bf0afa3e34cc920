using System.Diagnostics.CodeAnalysis;
using Sockeye.Events;
using Sockeye.Server.Presence;

namespace Sockeye;

/// <summary>
/// Which users are there in a namespace, on all of their devices and on all nodes. A user is online from its first socket on, and until a grace period after
/// its last has left. Sockets that may see a user are sent <see cref="ControlEvents.Presence"/>: first how those are whom they see, then what changes.
/// </summary>
/// <remarks>
/// All members are safe to call from many threads. A change costs what those cost who watch that user, however many users there are. Every node has the users of
/// the whole cluster, which its adapter's <see cref="Adapters.INodeChannel"/> carries; a node that falls silent takes its users along.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The namespace ends it, when it ends itself.")]
public sealed partial class PresenceTracker
{
    private static readonly IReadOnlyDictionary<string, DateTimeOffset> Nobody = new Dictionary<string, DateTimeOffset>();

    private readonly PresenceOptions _options;
    private readonly PresenceLoop _loop;
    private readonly ListenerList<Func<PresenceChange, Task>> _listeners = new();

    internal PresenceTracker(Namespace ns, PresenceOptions options)
    {
        Namespace = ns;
        _options = options;
        _loop = new PresenceLoop(options, ns.Server.Time, new Audience(this), ns.Adapter, exception => Log.PresenceFailed(ns.Server.Logger, ns.Name, exception));
    }

    /// <summary>Gets the namespace.</summary>
    public Namespace Namespace { get; }

    /// <summary>Gets how many users are online, on all nodes.</summary>
    public int OnlineCount => _loop.Table.OnlineCount;

    /// <summary>Gets how many users who are online are in each state; those in none are under the empty string. A copy.</summary>
    public IReadOnlyDictionary<string, int> States => _loop.Table.States;

    /// <summary>Gets whether a user is there, by what this process knows: of one who is offline <see cref="PresenceOptions.LoadLastSeen"/> may know more.</summary>
    /// <param name="userId">The user.</param>
    public UserPresence this[string userId]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(userId);
            return _loop.Table.Get(userId);
        }
    }

    /// <summary>Gets whether users are there, and when those were last seen who are not.</summary>
    /// <param name="userIds">The users; one that is named twice is answered once.</param>
    /// <param name="cancellationToken">Ends the wait for <see cref="PresenceOptions.LoadLastSeen"/>.</param>
    /// <returns>In the order in which they were named.</returns>
    public async Task<IReadOnlyList<UserPresence>> GetAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default)
    {
        var users = Distinct(userIds);
        var known = await LoadAsync(users, cancellationToken).ConfigureAwait(false);
        return [.. users.Select(user => _loop.Table.Get(user).OrSeen(known))];
    }

    /// <summary>Shows users to a socket: it is sent how they are, and from then on what changes, until it leaves.</summary>
    /// <param name="socket">The socket. One that has left is shown nobody, which is not an error.</param>
    /// <param name="userIds">Whom. The rule is the caller's: what a client asks for is to be looked at first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completes when the socket watches them.</returns>
    /// <exception cref="ArgumentException">The socket is of another namespace, or would watch more than <see cref="PresenceOptions.MaxWatchedUsers"/>; then it watches none of them.</exception>
    public async Task WatchAsync(Socket socket, IEnumerable<string> userIds, CancellationToken cancellationToken = default)
    {
        ThrowIfElsewhere(socket);
        var users = Distinct(userIds);
        if (await _loop.InvokeAsync(core => core.BeginWatch(socket), CancellationToken.None).ConfigureAwait(false) is { } pending &&
            !await FinishAsync(pending, users, core => core.Watch(pending, users, isWhole: false), cancellationToken).ConfigureAwait(false))
        {
            throw TooMany(nameof(userIds));
        }
    }

    /// <summary>Shows users to another, such as one that has become their contact: to all sockets of that user, on all nodes.</summary>
    /// <param name="viewerId">Who is to see them.</param>
    /// <param name="userIds">Whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completes when the sockets of this node watch them. One that would watch too many watches none of them, which reaches the hook for failing handlers.</returns>
    /// <remarks>Sockets that connect later are shown what <see cref="PresenceOptions.Watches"/> says.</remarks>
    public async Task WatchAsync(string viewerId, IEnumerable<string> userIds, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(viewerId);
        var users = Distinct(userIds);
        var pending = await _loop.InvokeAsync(
            core =>
            {
                core.AskWatch(viewerId, users, may: true);
                return core.BeginWatch(viewerId);
            },
            CancellationToken.None).ConfigureAwait(false);
        await ShowAsync(pending, users, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shows users to a socket no more. It is sent nothing of that.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="userIds">Whom; those that it does not see are passed over.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completes when the socket is sent no more of them.</returns>
    public Task UnwatchAsync(Socket socket, IEnumerable<string> userIds, CancellationToken cancellationToken = default)
    {
        ThrowIfElsewhere(socket);
        var users = Distinct(userIds);
        return _loop.InvokeAsync(
            core =>
            {
                core.Unwatch(socket, users);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Shows users to another no more, such as one that is their contact no longer: to none of its sockets, on no node.</summary>
    /// <param name="viewerId">Who is to see them no more.</param>
    /// <param name="userIds">Whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completes when the sockets of this node are sent no more of them.</returns>
    public Task UnwatchAsync(string viewerId, IEnumerable<string> userIds, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(viewerId);
        var users = Distinct(userIds);
        return _loop.InvokeAsync(
            core =>
            {
                core.AskWatch(viewerId, users, may: false);
                core.UnwatchAll(viewerId, users);
                return true;
            },
            cancellationToken);
    }

    /// <summary>
    /// Says how a user is on one device, such as <c>away</c>. A user with another device that says nothing is still active; where all say something, what was said last counts.
    /// </summary>
    /// <param name="socket">The device.</param>
    /// <param name="state">The state; <see langword="null"/> takes it back.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the socket is connected and somebody's.</returns>
    /// <exception cref="ArgumentException">The state is empty or longer than <see cref="PresenceOptions.MaxStateLength"/>, or the socket is of another namespace.</exception>
    public Task<bool> SetStateAsync(Socket socket, string? state, CancellationToken cancellationToken = default)
    {
        ThrowIfElsewhere(socket);
        ThrowIfNoState(state);
        return _loop.InvokeAsync(core => core.SetState(socket, state), cancellationToken);
    }

    /// <summary>Says how a user is on all devices, such as <c>busy</c>: it counts more than what devices say, and until the user has gone offline.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="state">The state; <see langword="null"/> takes it back.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the user is online; where not, nothing happens.</returns>
    /// <exception cref="ArgumentException">The state is empty or longer than <see cref="PresenceOptions.MaxStateLength"/>.</exception>
    public Task<bool> SetStateAsync(string userId, string? state, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ThrowIfNoState(state);
        return _loop.InvokeAsync(core => core.SetState(userId, state), cancellationToken);
    }

    /// <summary>Listens to users who come, go, or are in another state; on each node of a cluster once.</summary>
    /// <param name="listener">The listener. It is called in the order of the changes, and must not block.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnChange(Action<PresenceChange> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return OnChange(change =>
        {
            listener(change);
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc cref="OnChange(Action{PresenceChange})"/>
    /// <param name="listener">The listener. It is called in the order of the changes up to its first await; its failure is logged.</param>
    public IDisposable OnChange(Func<PresenceChange, Task> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _listeners.Add(listener);
    }

    /// <summary>A socket has connected; its connection listeners have not been called.</summary>
    internal void Enter(Socket socket, string? userId) => _loop.Post(core => core.Enter(socket, userId));

    internal void Leave(Socket socket) => _loop.Post(core => core.Leave(socket));

    /// <summary>A socket's connection listeners have been called: now the rule is asked.</summary>
    internal void Announce(Socket socket)
    {
        if (_options.Watches is { } rule)
        {
            Namespace.Server.Work.Track(ApplyRuleAsync(socket, rule));
        }
    }

    internal void Change(Socket socket, string? userId) => _loop.Post(core =>
    {
        if (core.Change(socket, userId))
        {
            Announce(socket);
        }
    });

    internal ValueTask EndAsync() => _loop.DisposeAsync();

    private static string[] Distinct(IEnumerable<string> userIds)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        string[] users = [.. userIds.Distinct(StringComparer.Ordinal)];
        return Array.Exists(users, string.IsNullOrEmpty) ? throw new ArgumentException("A user's id is null or empty.", nameof(userIds)) : users;
    }

    private async Task ApplyRuleAsync(Socket socket, Func<Socket, CancellationToken, Task<IReadOnlyCollection<string>>> rule)
    {
        PendingWatch? pending = null;
        try
        {
            // In the loop, and so behind the socket's entry or change; what is taken away from here on is not shown, though the rule may still name it.
            pending = await _loop.InvokeAsync(core => core.BeginWatch(socket), CancellationToken.None).ConfigureAwait(false);
            if (pending is null)
            {
                return;
            }

            var users = Distinct(await rule(socket, socket.Aborted).ConfigureAwait(false));
            pending.Known = await LoadAsync(users, socket.Aborted).ConfigureAwait(false);
            if (!await _loop.InvokeAsync(core => core.Watch(pending, users, isWhole: true), socket.Aborted).ConfigureAwait(false))
            {
                throw TooMany(nameof(PresenceOptions.Watches));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && !socket.IsConnected)
        {
            // It has gone, and wants to know nothing any more.
        }
        catch (Exception exception)
        {
            Namespace.Server.ReportHandlerError(socket, ControlEvents.Presence, exception);
        }
        finally
        {
            GiveUp(pending);
        }
    }

    private async Task ShowAsync(PendingWatch pending, string[] users, CancellationToken cancellationToken)
    {
        var refused = await FinishAsync(pending, users, core => core.WatchAll(pending, users), cancellationToken).ConfigureAwait(false);
        foreach (var socket in refused)
        {
            Namespace.Server.ReportHandlerError((Socket)socket, ControlEvents.Presence, TooMany("userIds"));
        }
    }

    private async Task<T> FinishAsync<T>(PendingWatch pending, string[] users, Func<PresenceCore, T> finish, CancellationToken cancellationToken)
    {
        try
        {
            pending.Known = await LoadAsync(users, cancellationToken).ConfigureAwait(false);
            return await _loop.InvokeAsync(finish, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            GiveUp(pending);
        }
    }

    private void GiveUp(PendingWatch? pending)
    {
        if (pending is not null)
        {
            _loop.Post(core => core.GiveUp(pending));
        }
    }

    private async Task<IReadOnlyDictionary<string, DateTimeOffset>> LoadAsync(string[] users, CancellationToken cancellationToken)
    {
        if (_options.LoadLastSeen is not { } load)
        {
            return Nobody;
        }

        string[] unknown = [.. users.Where(user => _loop.Table.Get(user) is { IsOnline: false, LastSeen: null })];
        if (unknown.Length == 0)
        {
            return Nobody;
        }

        try
        {
            return await load(unknown, cancellationToken).ConfigureAwait(false) ?? Nobody;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Report(exception);
            return Nobody;
        }
    }

    private void Report(Exception exception)
    {
        Namespace.Server.Telemetry.OnFailed(exception);
        Log.PresenceListenerFailed(Namespace.Server.Logger, Namespace.Name, exception);
    }

    private ArgumentException TooMany(string parameter) => new(
        $"A socket may watch {_options.MaxWatchedUsers} users, and would watch more: name fewer, or raise {nameof(PresenceOptions.MaxWatchedUsers)}.", parameter);

    private void ThrowIfElsewhere(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (socket.Namespace != Namespace)
        {
            throw new ArgumentException($"The socket is of {socket.Namespace.Name}, and this is the presence of {Namespace.Name}.", nameof(socket));
        }
    }

    private void ThrowIfNoState(string? state)
    {
        if (state is not null && (state.Length == 0 || state.Length > _options.MaxStateLength))
        {
            throw new ArgumentException(
                $"A state has 1 to {_options.MaxStateLength} characters, and this has {state.Length}; null takes a state back.", nameof(state));
        }
    }
}
