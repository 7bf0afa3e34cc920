using Sockeye.Server.Authentication;
using Sockeye.Server.ServerSide;

namespace Sockeye;

/// <summary>What can be done with clients whichever namespaces they are in.</summary>
public static class SocketServerExtensions
{
    /// <summary>
    /// Closes the connections of a user, which is what a log-out has to do: of each client one of whose sockets is the user's, in any namespace, and on the other
    /// nodes, too, whichever namespaces those have. What was emitted before still reaches them.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="userId">The user's id, by <see cref="SocketServerOptions.UserId"/>.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    /// <returns>A task that completes when those of this node have been disconnected, and the other nodes have been told.</returns>
    /// <remarks>
    /// It does not keep the user from coming back: make the credential invalid first. A client whose request was authenticated before, and which is on its way into a
    /// namespace meanwhile (in its middleware, say), or joins one later over the same connection, is not connected: its connection is closed, so that it comes back by
    /// itself and is authenticated anew. Sessions that are kept for clients that lost their connection (<see cref="SocketServerOptions.Recovery"/>) are not come back to.
    /// </remarks>
    public static ValueTask DisconnectUserAsync(this SocketServer server, string userId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return ClientDisconnect.RunAsync(server, UserRooms.Of(userId), cancellationToken);
    }

    /// <summary>
    /// Does the same for the clients one of whose sockets is in a room, in any namespace: of one log-in among a user's, say, whose sockets join a room of its own.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="room">The room's name; a socket's id is the name of a room of its own.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    /// <returns>A task that completes when those of this node have been disconnected, and the other nodes have been told.</returns>
    /// <remarks>
    /// It keeps nobody from coming back: make the credential invalid first. A client that is in a namespace's middleware meanwhile, and is put into the room there, is not
    /// connected: its connection is closed. Sessions that are kept for clients that lost their connection (<see cref="SocketServerOptions.Recovery"/>) are not come back to.
    /// </remarks>
    public static ValueTask DisconnectRoomAsync(this SocketServer server, string room, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(room);
        UserRooms.ThrowIfNotFree(room, nameof(room));
        return ClientDisconnect.RunAsync(server, room, cancellationToken);
    }
}
