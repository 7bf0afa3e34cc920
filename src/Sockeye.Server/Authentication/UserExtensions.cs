using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Sockeye.Server.Authentication;

namespace Sockeye;

/// <summary>Users as targets.</summary>
public static class UserExtensions
{
    /// <summary>Selects the sockets of a user, on each of its devices and in each of its tabs, or adds them to what is selected.</summary>
    /// <param name="broadcaster">Where the sockets are: a namespace, or the server for its main namespace.</param>
    /// <param name="userId">The user's id, by <see cref="SocketServerOptions.UserId"/>.</param>
    public static BroadcastOperator ToUser(this IBroadcaster broadcaster, string userId)
    {
        ArgumentNullException.ThrowIfNull(broadcaster);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return broadcaster.Selection.To(UserRooms.Of(userId));
    }

    /// <summary>
    /// Makes another user, or the same with a newer credential, that of a socket and of the others of its connection: <see cref="Socket.User"/> changes,
    /// the sockets move to that user's rooms, and those whose namespace's policies refuse it are disconnected.
    /// </summary>
    /// <param name="socket">A socket of the connection.</param>
    /// <param name="user">The user, whom the application has authenticated. The endpoint's policies are not evaluated.</param>
    /// <param name="expires">When its credential ends; by default when its claim <c>exp</c> says.</param>
    /// <param name="cancellationToken">Ends the wait for a change of the same connection before this one; a change that has begun is carried out.</param>
    /// <returns>A task that completes when all of this is done.</returns>
    public static Task ChangeUserAsync(
        this Socket socket, ClaimsPrincipal user, DateTimeOffset? expires = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(user);
        return socket.Connection.ChangeUserAsync(
            user, new AuthenticationProperties { ExpiresUtc = expires }, default, socket.Server.Time.GetTimestamp(), cancellationToken);
    }
}
