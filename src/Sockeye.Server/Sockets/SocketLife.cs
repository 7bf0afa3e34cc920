using System.Diagnostics.CodeAnalysis;
using Sockeye.Adapters;
using Sockeye.Engine;
using Sockeye.Events;
using Sockeye.Protocol.EngineIO;
using Sockeye.Server.Authentication;

namespace Sockeye.Server.Sockets;

/// <summary>A socket's way from middleware through its connection to its end, each step taken once.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "Handlers may hold the token after the socket's end; its source has neither timer nor handle to let go of.")]
internal sealed partial class SocketLife(Socket socket)
{
    private readonly Lock _gate = new();
    private readonly long _began = socket.Server.Time.GetTimestamp();
    private volatile Stage _stage = Stage.Connecting;
    private volatile bool _ends;
    private int _announcer;
    private long _connected;
    private (DisconnectReason Reason, string? Detail, bool TellClient)? _deferred;
    private HashSet<string>? _earlyRooms;
    private EncodedMessage[]? _queued;
    private CancellationTokenSource? _aborted;
    private ListenerList<Action<DisconnectContext>>? _disconnecting;
    private ListenerList<Func<DisconnectContext, Task>>? _disconnect;

    private enum Stage
    {
        /// <summary>Middleware runs.</summary>
        Connecting,

        /// <summary>The client was told that it is connected, and the connection listeners are being called.</summary>
        Announcing,

        /// <summary>The connection listeners have been called.</summary>
        Connected,

        /// <summary>It is leaving, and nobody else will make it leave.</summary>
        Leaving,

        /// <summary>It is gone from namespace and rooms.</summary>
        Left,
    }

    public bool IsConnected => _stage is Stage.Announcing or Stage.Connected or Stage.Leaving;

    public bool IsConnecting => _stage is Stage.Connecting;

    /// <summary>Gets whether its end has not begun, nor been put off until the connection listeners have been called.</summary>
    public bool CanSend => !_ends && _stage is (Stage.Connecting or Stage.Announcing or Stage.Connected);

    public CancellationToken Aborted
    {
        get
        {
            if (Volatile.Read(ref _aborted) is { } source)
            {
                return source.Token;
            }

            lock (_gate)
            {
                if (_aborted is null)
                {
                    if (!CanSend)
                    {
                        return new CancellationToken(canceled: true);
                    }

                    _aborted = new CancellationTokenSource();
                }

                return _aborted.Token;
            }
        }
    }

    /// <summary>
    /// Tells the client that it is connected, and adds the socket to its namespace. Until
    /// <see cref="EndAnnouncement"/> an end that comes from elsewhere is put off, so that the listeners which the connection
    /// listeners add are told of it.
    /// </summary>
    public EntryResult TryConnect()
    {
        var result = TryEnter([]);
        if (result == EntryResult.Entered)
        {
            Entered();
        }

        return result;
    }

    /// <summary>
    /// The first half of <see cref="TryConnect"/>, which calls nobody and writes nothing: what a client missed is queued ahead of the answer, as
    /// clients expect it.
    /// </summary>
    public EntryResult TryEnter(IReadOnlyList<BroadcastPacket> missed)
    {
        var answer = socket.Codec.EncodeConnect(
            socket.Namespace.Name, socket.Connection.IsRevision3 ? null : socket.Id, socket.Recovery?.PrivateId).ToMessage();
        lock (_gate)
        {
            if (_stage != Stage.Connecting || socket.Session.State != SessionState.Open)
            {
                return EntryResult.Left; // of a connection that is closing, it leaves when that has ended
            }

            // Whoever disconnects clients by a room finds this one in it, or it finds that they were disconnected.
            using var held = _earlyRooms is null ? default : socket.Server.Disconnected.Hold();
            if (_earlyRooms?.Any(WasDisconnected) == true)
            {
                return EntryResult.Disconnected;
            }

            var session = socket.Session;
            EncodedMessage[] queued = [.. missed.Select(static packet => packet.Message), answer];
            if (missed.Count > 0 && !session.TryQueue(queued.AsSpan(..^1)))
            {
                return EntryResult.NoRoom;
            }

            // The answer first: a broadcast that runs meanwhile must not reach the client before it knows that it is connected.
            session.Queue(answer, socket.Connection.NeededPolicy);
            _queued = queued;
            socket.Namespace.Members.Add(socket);
            JoinRooms(); // at once: what is sent to them once the client knows of its connection is for it as well

            _announcer = Environment.CurrentManagedThreadId;
            _connected = socket.Server.Telemetry.Now;
            _stage = Stage.Announcing;
            return EntryResult.Entered;
        }
    }

    /// <summary>The second half of <see cref="TryConnect"/>.</summary>
    public void Entered()
    {
        HashSet<string>? rooms;
        EncodedMessage[]? queued;
        lock (_gate)
        {
            (rooms, _earlyRooms) = (_earlyRooms, null);
            (queued, _queued) = (_queued, null);
        }

        socket.Session.Flush(queued);

        socket.Server.Telemetry.OnConnected(socket.Namespace);
        Log.SocketConnected(socket.Server.Logger, socket.Id, socket.Namespace.Name, socket.Session.Id);

        socket.Namespace.Presence?.Enter(socket, UserRooms.UserAmong(rooms ?? []));
        if (rooms is not null)
        {
            socket.Server.Work.Track(socket.Namespace.Adapter.JoinAsync(socket.Id, [.. rooms]).AsTask()); // an adapter may tell other nodes
        }
    }

    /// <summary>Lists the rooms that were joined before the socket is connected.</summary>
    public IReadOnlyCollection<string> EarlyRooms()
    {
        lock (_gate)
        {
            return _earlyRooms is null ? [] : [.. _earlyRooms];
        }
    }

    /// <summary>Finds a room that was joined before the socket is connected.</summary>
    public string? FindEarly(Predicate<string> wanted)
    {
        lock (_gate)
        {
            return _earlyRooms?.FirstOrDefault(room => wanted(room));
        }
    }

    /// <summary>The connection listeners have been called: an end that was put off is carried out now.</summary>
    public void EndAnnouncement()
    {
        (DisconnectReason Reason, string? Detail, bool TellClient)? deferred;
        lock (_gate)
        {
            _announcer = 0;
            deferred = _deferred;
            if (_stage == Stage.Announcing)
            {
                _stage = Stage.Connected;
            }
        }

        socket.Namespace.Presence?.Announce(socket);
        if (deferred is var (reason, detail, tellClient))
        {
            Leave(reason, detail, tellClient);
        }
    }

    /// <summary>Remembers rooms that are joined before the socket is connected, and passes over those joined after its end; false between.</summary>
    public bool JoinEarly(IReadOnlyList<string> rooms)
    {
        lock (_gate)
        {
            if (_stage == Stage.Connecting)
            {
                socket.Server.Options.RoomLimits.ThrowIfExceeded(_earlyRooms ?? [], rooms);
                (_earlyRooms ??= []).UnionWith(rooms);
                return true;
            }

            return _stage is Stage.Left; // while it is leaving its rooms are there still, and are kept for a client that comes back
        }
    }

    /// <summary>Forgets a room that was joined before the socket is connected; false afterwards.</summary>
    public bool LeaveEarly(string room)
    {
        lock (_gate)
        {
            if (_stage == Stage.Connecting)
            {
                _earlyRooms?.Remove(room);
                return true;
            }

            return false;
        }
    }

    /// <summary>Takes the socket out of everything and tells its listeners; nothing happens where it is leaving already.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">What else is known.</param>
    /// <param name="tellClient">Whether the client is sent a DISCONNECT packet first.</param>
    public void Leave(DisconnectReason reason, string? detail, bool tellClient = false)
    {
        var listenersWait = false;
        var wasConnecting = false;
        lock (_gate)
        {
            switch (_stage)
            {
                case Stage.Connecting when !tellClient:
                    // Nobody was told of the socket, so nobody is told of its end.
                    _stage = Stage.Left;
                    _earlyRooms = null;
                    wasConnecting = true;
                    break;
                case Stage.Announcing when _announcer != Environment.CurrentManagedThreadId:
                    _deferred ??= (reason, detail, tellClient);
                    _ends = true;
                    listenersWait = true;
                    break;
                case Stage.Announcing or Stage.Connected:
                    _stage = Stage.Leaving;
                    break;
                default:
                    return;
            }
        }

        if (!listenersWait && tellClient)
        {
            socket.Connection.SendNeeded(socket.Codec.EncodeDisconnect(socket.Namespace.Name));
        }

        Abort();
        if (wasConnecting)
        {
            socket.Acks.Close();
            socket.Recovery?.GiveBack(socket);
            socket.Server.Registry.Exit(socket.Namespace);
        }
        else if (!listenersWait)
        {
            CarryOut(new DisconnectContext(socket, reason, detail));
        }
    }

    public IDisposable OnDisconnecting(Action<DisconnectContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Ensure(ref _disconnecting).Add(listener);
    }

    public IDisposable OnDisconnect(Func<DisconnectContext, Task> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Ensure(ref _disconnect).Add(listener);
    }

    public IDisposable OnDisconnect(Action<DisconnectContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return OnDisconnect(context =>
        {
            listener(context);
            return Task.CompletedTask;
        });
    }

    private static ListenerList<T> Ensure<T>(ref ListenerList<T>? list)
        where T : class =>
        list ?? Interlocked.CompareExchange(ref list, new ListenerList<T>(), null) ?? list;

    private static ListenerSnapshot<T> Snapshot<T>(ListenerList<T>? list)
        where T : class =>
        list is null ? default : list.Snapshot();

    private void CarryOut(DisconnectContext context)
    {
        socket.Server.Telemetry.OnDisconnected(socket.Namespace, context.Reason, _connected);
        Log.SocketDisconnected(socket.Server.Logger, socket.Id, socket.Namespace.Name, context.Reason, context.Detail);
        foreach (var listener in Snapshot(_disconnecting))
        {
            try
            {
                listener(context);
            }
            catch (Exception exception)
            {
                socket.Server.ReportHandlerError(socket, "disconnecting", exception);
            }
        }

        if (socket.Recovery is { } recovery)
        {
            recovery.Leave(socket, context.Reason);
        }
        else
        {
            socket.Namespace.Remove(socket);
        }

        _stage = Stage.Left;
        socket.Namespace.Presence?.Leave(socket);
        socket.Acks.Close();
        foreach (var listener in Snapshot(_disconnect))
        {
            socket.Server.Work.Run(socket, "disconnect", listener, context);
        }

        socket.Server.Registry.Exit(socket.Namespace);
    }

    /// <summary>Says whether the clients in a room were disconnected after the socket's user was authenticated, or another room's after the socket set out for it.</summary>
    private bool WasDisconnected(string room) =>
        socket.Server.Disconnected.Has(room, UserRooms.IsOne(room) ? socket.Connection.UserShown : _began);

    private void JoinRooms()
    {
        var members = socket.Namespace.Members;
        if (_earlyRooms is not null)
        {
            members.Join(socket.Id, [.. _earlyRooms]);
        }

        if (socket.Recovery?.Restored is { } session && !session.Rooms.Contains(socket.Id))
        {
            members.Leave(socket.Id, socket.Id);
        }
    }

    private void Abort()
    {
        CancellationTokenSource? aborted;
        lock (_gate)
        {
            aborted = _aborted;
        }

        if (aborted is not null)
        {
            // Cancelled at once, but what the application hangs on the token runs elsewhere: it must not hold up the end.
            socket.Server.Work.Run(socket, "disconnecting", static source => source.CancelAsync(), aborted);
        }
    }
}
