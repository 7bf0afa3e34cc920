using System.Collections.Concurrent;
using Sockeye.Adapters;
using Sockeye.Engine;
using Sockeye.Server.Authentication;
using Sockeye.Server.Connections;
using Sockeye.Server.Sockets;

namespace Sockeye.Server.Recovery;

/// <summary>Lets the clients of one namespace come back to their sessions.</summary>
internal sealed class NamespaceRecovery
{
    /// <summary>How long a client that is back waits for the listeners of its former socket's end.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Socket> _live = new(StringComparer.Ordinal);
    private readonly Namespace _namespace;

    public NamespaceRecovery(Namespace ns, RecoveryOptions options)
    {
        _namespace = ns;
        SkipsMiddleware = options.SkipMiddleware;
        var server = ns.Server;
        var limits = new RecoveryLimits(
            options.MaxDisconnectionDuration,
            options.MaxDisconnectionDuration + server.Options.PingInterval + server.Options.PingTimeout,
            options.MaxPackets,
            options.MaxBytes,
            options.MaxSessions,
            server.RecoveryBudget);
        Store = ns.Adapter.StartRecovery(limits, server.Time, Expire) ?? throw new NotSupportedException(
            $"The adapter of namespace '{ns.Name}' cannot recover connections: leave {nameof(SocketServerOptions.Recovery)} alone, or take another adapter.");
    }

    public SessionRecovery Store { get; }

    public bool SkipsMiddleware { get; }

    /// <summary>Makes the socket of a client that comes, which is in no namespace yet.</summary>
    public Socket NewSocket(Connection connection, Handshake handshake) =>
        Register(new Socket(SocketId.New(), _namespace, connection, handshake, SocketRecovery.New(this)));

    /// <summary>Makes the socket of a client that comes back, or a new one where it may not, or not to that.</summary>
    public async ValueTask<Socket> RestoreAsync(Connection connection, Handshake handshake, RecoveryClaim claim)
    {
        var owner = SessionOwner.Of(connection.User);
        if (!TryTakeOver(claim.PrivateId, owner, out var former))
        {
            return Refuse(connection, handshake, RecoveryFailure.AnotherUser);
        }

        RestoreResult result;
        try
        {
            if (former?.IsCompleted == false)
            {
                await former.WaitAsync(LongestFarewell, _namespace.Server.Time, connection.Session.Closed).ConfigureAwait(false);
            }

            result = await Store.RestoreAsync(claim.PrivateId, claim.Offset, owner, connection.Session.Closed).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException || connection.Session.Closed.IsCancellationRequested)
        {
            result = RestoreResult.Refused(RecoveryFailure.UnknownSession);
        }
        catch (Exception exception)
        {
            _namespace.Server.Recovery.StoreFailed(_namespace, exception);
            result = RestoreResult.Refused(RecoveryFailure.UnknownSession);
        }

        if (!result.IsRestored)
        {
            return Refuse(connection, handshake, result.Failure);
        }

        var session = result.Session;
        var socket = new Socket(session.SocketId, _namespace, connection, handshake, SocketRecovery.Of(this, session, claim.Offset));
        if (session.Rooms.Any(room => _namespace.Server.Disconnected.Has(room, session.LeftAt))) // from the socket's beginning on its life looks by itself
        {
            Track(Store.ReturnAsync(session)); // until its time is over, and to nobody's use
            return Refuse(connection, handshake, RecoveryFailure.UnknownSession);
        }

        try
        {
            socket.Life.JoinEarly([.. session.Rooms.Where(room => room != session.SocketId && !UserRooms.IsOne(room))]);
        }
        catch (RoomLimitException exception)
        {
            // The adapter has kept more than this server allows: it stays with the adapter until its time is over.
            _namespace.Server.Recovery.StoreFailed(_namespace, exception);
            Track(Store.ReturnAsync(session));
            return Refuse(connection, handshake, RecoveryFailure.UnknownSession);
        }

        return Register(socket);
    }

    /// <summary>Connects a socket whose client came back, with what it missed; where that cannot be says why, and the socket is still connecting.</summary>
    public RecoveryFailure? TryResume(Socket socket, RecoverableSession session, string? offset, out EntryResult result)
    {
        result = EntryResult.NoRoom;
        if (UserRooms.AmongEarly(socket) != session.Rooms.FirstOrDefault(UserRooms.IsOne) || SessionOwner.Of(socket.User) != session.Owner)
        {
            return RecoveryFailure.AnotherUser; // whom the application takes it for is known only now
        }

        var entry = EntryResult.NoRoom;
        var sent = 0;
        var isResumed = Store.TryResume(session, offset, socket.Life.EarlyRooms(), missed =>
        {
            entry = socket.Life.TryEnter(missed);
            sent = missed.Count;
            return entry == EntryResult.Entered;
        });
        result = entry;
        if (isResumed)
        {
            socket.Life.Entered();
            _namespace.Server.Registry.Exit(_namespace); // its session keeps the namespace no longer: the socket does
            _namespace.Server.Telemetry.OnRecovery(result: null);
            _namespace.Server.Recovery.Recovered(socket, sent);
        }

        return entry == EntryResult.NoRoom ? RecoveryFailure.UnknownOffset : null;
    }

    /// <summary>Makes a new socket in place of one that could not be recovered after all.</summary>
    public Socket Refuse(Connection connection, Handshake handshake, RecoveryFailure reason)
    {
        _namespace.Server.Telemetry.OnRecovery(reason);
        _namespace.Server.Recovery.Refused(_namespace, handshake, reason);
        return NewSocket(connection, handshake);
    }

    public void Leave(Socket socket, SocketRecovery recovery, DisconnectReason reason)
    {
        if (IsRecoverable(reason))
        {
            _namespace.Occupancy?.TryEnter(); // the session keeps a dynamic namespace as the socket did
            var owner = SessionOwner.Of(socket.User);
            var data = socket.Data;
            Track(Store.PersistAsync(() =>
            {
                _namespace.Members.Remove(socket.Id, out var rooms);
                return new RecoverableSession(recovery.PrivateId, socket.Id, rooms, owner, data, recovery.Deliveries);
            }));
        }
        else
        {
            recovery.IsOver = true;
            _namespace.Remove(socket);
        }

        Unregister(socket, recovery); // behind the other: whoever comes back finds it here or there
    }

    public void GiveBack(Socket socket, SocketRecovery recovery)
    {
        recovery.IsOver = true;
        if (recovery.Restored is { } session)
        {
            Track(Store.ReturnAsync(session));
        }

        Unregister(socket, recovery);
    }

    private static bool IsRecoverable(DisconnectReason reason) => reason is DisconnectReason.TransportClose or DisconnectReason.TransportError or
        DisconnectReason.PingTimeout or DisconnectReason.ForcedClose or DisconnectReason.SlowClient or DisconnectReason.ServerShuttingDown;

    /// <summary>
    /// A client may be back before the server has noticed that it was gone: then its former connection has ended. False where that is
    /// another user's.
    /// </summary>
    private bool TryTakeOver(string privateId, string? owner, out Task? gone)
    {
        gone = null;
        if (!_live.TryGetValue(privateId, out var former))
        {
            return true;
        }

        if (SessionOwner.Of(former.User) != owner)
        {
            return false;
        }

        former.Life.Leave(DisconnectReason.TransportClose, "The client has come back over another connection.");
        former.Session.Close(CloseMode.Discard);
        gone = former.Recovery!.Gone; // its listeners may be hearing of its end just now, on another thread
        return true;
    }

    private void Track(ValueTask storing)
    {
        if (!storing.IsCompletedSuccessfully)
        {
            _namespace.Server.Work.Track(StoreAsync(storing));
        }
    }

    /// <summary>Waits until a session is put away. One that cannot be is lost, and keeps its namespace no longer.</summary>
    private async Task StoreAsync(ValueTask storing)
    {
        try
        {
            await storing.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _namespace.Server.Recovery.StoreFailed(_namespace, exception);
            _namespace.Server.Registry.Exit(_namespace);
        }
    }

    private Socket Register(Socket socket)
    {
        _live[socket.Recovery!.PrivateId] = socket;
        return socket;
    }

    private void Unregister(Socket socket, SocketRecovery recovery)
    {
        _live.TryRemove(KeyValuePair.Create(recovery.PrivateId, socket));
        recovery.SetGone();
    }

    private void Expire(RecoverableSession session)
    {
        _namespace.Server.Telemetry.OnExpired();
        _namespace.Server.Recovery.Expired(_namespace, session);
        _namespace.Server.Registry.Exit(_namespace);
    }
}
