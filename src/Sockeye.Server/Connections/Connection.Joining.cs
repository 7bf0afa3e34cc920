using Sockeye.Protocol.EngineIO;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Authentication;
using Sockeye.Server.Diagnostics;
using Sockeye.Server.Dispatch;
using Sockeye.Server.Sockets;

namespace Sockeye.Server.Connections;

/// <summary>How the client joins namespaces.</summary>
internal sealed partial class Connection
{
    /// <summary>
    /// Joins a namespace again when the events that the client left behind in it run or have run: else each time would be
    /// a budget of its own.
    /// </summary>
    private async Task JoinAfterAsync(Inbox former, IncomingPacket packet)
    {
        if (await former.WaitUntilStartedAsync().ConfigureAwait(false))
        {
            Join(in packet);
        }
    }

    /// <summary>Joins the main namespace for a client that is in it without asking.</summary>
    public void JoinMain() => Join("/", auth: default);

    private void Join(in IncomingPacket packet)
    {
        if (IsRevision3)
        {
            Join(NamespaceQuery.PathOf(packet.Namespace), NamespaceQuery.ToJson(packet.Namespace));
        }
        else
        {
            Join(packet.Namespace, packet.Json);
        }
    }

    private void Join(string name, ReadOnlyMemory<byte> auth)
    {
        var ns = _server.Registry.Enter(name);
        if (ns is null && !_server.Registry.HasParents)
        {
            RefuseUnknown(name);
            return;
        }

        var handshake = new Handshake(Session.Request, auth, _server.Codec.Serializer);
        if (ns is not null)
        {
            Join(ns, handshake);
        }
        else if (!_sockets.TryBeginMatching(name))
        {
            CloseForJoiningTwice();
        }
        else
        {
            var matching = JoinChildAsync(name, handshake, _server.Registry.EnterChildAsync(name, handshake));
            if (!matching.IsCompletedSuccessfully)
            {
                _server.Work.Track(matching.AsTask());
            }
        }
    }

    private async ValueTask JoinChildAsync(string name, Handshake handshake, ValueTask<Namespace?> matching)
    {
        var ns = await matching.ConfigureAwait(false);
        _sockets.EndMatching(name);
        if (ns is null)
        {
            RefuseUnknown(name);
        }
        else
        {
            Join(ns, handshake);
        }
    }

    private void RefuseUnknown(string name)
    {
        const string Why = "Invalid namespace";
        Telemetry.OnRefused(RefusalReasons.UnknownNamespace);
        Log.JoinRefused(_server.Logger, Session.Id, name, Why);
        SendNeeded(_server.Codec.EncodeConnectError(name, Why, data: null));
    }

    private void Join(Namespace ns, Handshake handshake)
    {
        if (ns.Recovery is { } recovery && !IsRevision3)
        {
            Join(ns, handshake, recovery);
        }
        else
        {
            Join(new Socket(IsRevision3 ? SocketId.OfRevision3(Session.Id, ns.Name) : SocketId.New(), ns, this, handshake));
        }
    }

    private void Join(Socket socket)
    {
        var ns = socket.Namespace;
        if (!_sockets.TryAdd(socket))
        {
            socket.Recovery?.GiveBack(socket);
            _server.Registry.Exit(ns);
            CloseForJoiningTwice();
            return;
        }

        var admission = SkipsMiddleware(socket) ? ValueTask.FromResult(ConnectionResult.Accept)
            : ServerActivities.IsOn ? ServerActivities.ConnectAsync(ns, socket) : ns.AdmitAsync(socket);
        if (admission.IsCompletedSuccessfully)
        {
            Admit(socket, admission.Result);
        }
        else
        {
            _server.Work.Track(AdmitAsync(socket, admission));
        }
    }

    private async Task AdmitAsync(Socket socket, ValueTask<ConnectionResult> admission) =>
        Admit(socket, await admission.ConfigureAwait(false));

    private void Admit(Socket socket, ConnectionResult result)
    {
        if (result.IsAccepted && !UserRooms.TryEnter(socket))
        {
            result = ConnectionResult.Refuse("Internal server error");
        }

        if (!result.IsAccepted)
        {
            Telemetry.OnRefused(RefusalReasons.Connection);
            Log.JoinRefused(_server.Logger, Session.Id, socket.Namespace.Name, result.Message);
            socket.Life.Leave(DisconnectReason.ServerNamespaceDisconnect, result.Message);
            _sockets.Remove(socket);
            SendNeeded(EncodeRefusal(socket, result));
            return;
        }

        switch (socket.Recovery?.Restored is { } session ? TryResume(socket, session) : socket.Life.TryConnect())
        {
            case EntryResult.Entered:
                EndDeadline(ref _connectDeadline);
                socket.Namespace.Announce(socket);
                socket.Life.EndAnnouncement();
                socket.Inbox.Open();
                ReviewUser(socket);
                Volatile.Read(ref _credential)?.OnConnected(socket);
                break;
            case EntryResult.Disconnected:
                socket.Life.Leave(DisconnectReason.ServerNamespaceDisconnect, detail: null);
                _sockets.Remove(socket);
                CloseDisconnected();
                break;
        }
    }

    private MessageBuffer EncodeRefusal(Socket socket, ConnectionResult result)
    {
        try
        {
            return EncodeRefusal(socket.Namespace.Name, result.Message, result.RefusalData);
        }
        catch (Exception exception)
        {
            // The data cannot be written as JSON: the refusal stands without it.
            _server.ReportHandlerError(socket, "connection", exception);
            return EncodeRefusal(socket.Namespace.Name, result.Message, data: null);
        }
    }

    private MessageBuffer EncodeRefusal(string name, string message, object? data) => IsRevision3
        ? _server.Codec.EncodeError(name, data ?? message)
        : _server.Codec.EncodeConnectError(name, message, data);

    private void CloseForJoiningTwice()
    {
        if (!IsClosed) // one that ended while the application was asked has broken no rule
        {
            CloseForViolation("A CONNECT packet came for a namespace that is joined or being joined already, or for too many namespaces.");
        }
    }
}
