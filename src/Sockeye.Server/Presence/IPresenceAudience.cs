using Sockeye.Adapters;

namespace Sockeye.Server.Presence;

/// <summary>Where what presence finds out goes.</summary>
internal interface IPresenceAudience
{
    /// <summary>Makes the event that clients are sent.</summary>
    /// <param name="users">How users are.</param>
    /// <param name="isSnapshot">Whether these are all whom the receiver sees.</param>
    BroadcastPacket Pack(IReadOnlyList<UserPresence> users, bool isSnapshot);

    /// <summary>Tells the application; does not throw.</summary>
    void OnChange(PresenceChange change);

    /// <summary>Another node asks to show users to the sockets of a user here.</summary>
    void OnWatchAsked(PendingWatch pending, IReadOnlyList<string> users);

    /// <summary>A node of the cluster has fallen silent.</summary>
    void OnNodeLost(string node, int users);

    /// <summary>A node sent something else than presence messages.</summary>
    void OnUnreadable(string node, Exception exception);
}
