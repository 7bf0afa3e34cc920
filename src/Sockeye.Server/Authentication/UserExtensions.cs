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
}
