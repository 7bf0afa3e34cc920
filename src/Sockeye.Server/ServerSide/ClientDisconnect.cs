using Sockeye.Adapters;

namespace Sockeye.Server.ServerSide;

/// <summary>Closes the connections of clients by a room, in all namespaces and on all nodes.</summary>
internal static class ClientDisconnect
{
    /// <summary>
    /// What the nodes of a cluster tell each other in the main namespace, which each of them has: a node may have namespaces that this one has not. Nodes of Node
    /// do nothing for it; those are told by each namespace that this node has.
    /// </summary>
    public const string EventName = "sockeye:disconnect";

    public static ValueTask RunAsync(SocketServer server, string room, CancellationToken cancellationToken)
    {
        server.Main.Adapter.ServerSideEmit(EventName, EventArguments.From(server.Codec.Serializer, room));
        return RunAsync(server, room, BroadcastModes.None, cancellationToken);
    }

    /// <summary>Does what another node has told.</summary>
    public static void OnTold(SocketServer server, EventArguments arguments)
    {
        try
        {
            server.Work.Track(RunAsync(server, arguments.Get<string>(0) ?? string.Empty, BroadcastModes.Local, CancellationToken.None).AsTask());
        }
        catch (EventArgumentException exception)
        {
            server.ReportServerSideError(EventName, exception);
        }
    }

    private static async ValueTask RunAsync(SocketServer server, string room, BroadcastModes modes, CancellationToken cancellationToken)
    {
        server.Disconnected.Add(room); // first: who enters it from now on does not get in, and who has is found there
        var target = Target.Everyone.To(room);
        await Task.WhenAll(server.Namespaces.Select(
            ns => ns.Adapter.DisconnectSocketsAsync(target, close: true, modes, cancellationToken).AsTask())).ConfigureAwait(false);
    }
}
