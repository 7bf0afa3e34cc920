using Sockeye.Adapters;
using Sockeye.Server.Recovery;
using Sockeye.Server.Sockets;

namespace Sockeye.Server.Connections;

/// <summary>How a client comes back to its sessions.</summary>
internal sealed partial class Connection
{
    /// <summary>Gets the policy for what the protocol needs: it is not dropped because the client is slow.</summary>
    public SlowClientPolicy NeededPolicy => _server.Options.SlowClientPolicy == SlowClientPolicy.Close ? SlowClientPolicy.Close : SlowClientPolicy.Wait;

    private void Join(Namespace ns, Handshake handshake, NamespaceRecovery recovery)
    {
        if (RecoveryClaim.Of(handshake) is not { } claim || _sockets.Find(ns.Name) is { Life.CanSend: true })
        {
            Join(recovery.NewSocket(this, handshake));
        }
        else if (!_sockets.TryBeginMatching(ns.Name))
        {
            _server.Registry.Exit(ns);
            CloseForJoiningTwice();
        }
        else
        {
            var restoring = RestoreAsync(recovery.RestoreAsync(this, handshake, claim), ns.Name);
            if (!restoring.IsCompletedSuccessfully)
            {
                _server.Work.Track(restoring.AsTask());
            }
        }
    }

    private static bool SkipsMiddleware(Socket socket) => socket.IsRecovered && socket.Namespace.Recovery!.SkipsMiddleware;

    private async ValueTask RestoreAsync(ValueTask<Socket> restoring, string name)
    {
        var socket = await restoring.ConfigureAwait(false);
        _sockets.EndMatching(name);
        Join(socket);
    }

    /// <summary>Connects a socket with what its client missed, or has a new one join in its place where that cannot be.</summary>
    private EntryResult TryResume(Socket socket, RecoverableSession session)
    {
        var recovery = socket.Namespace.Recovery!;
        if (recovery.TryResume(socket, session, socket.Recovery!.Offset, out var result) is not { } failure)
        {
            return result;
        }

        // The new socket enters the namespace before the other leaves it, lest a dynamic one ends between.
        var entered = _server.Registry.Enter(socket.Namespace.Name);
        socket.Life.Leave(DisconnectReason.ServerNamespaceDisconnect, "The session cannot be recovered.");
        _sockets.Remove(socket);
        if (entered is not null)
        {
            Join(recovery.Refuse(this, socket.Handshake, failure));
        }

        return EntryResult.Left;
    }
}
