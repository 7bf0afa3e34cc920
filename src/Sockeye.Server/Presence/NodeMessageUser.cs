namespace Sockeye.Server.Presence;

/// <summary>A user in a <see cref="NodeMessage"/>.</summary>
/// <param name="Id">The user.</param>
/// <param name="User">How the user is on that node; null for one that it has let go.</param>
/// <param name="LeftAt">When the user was last seen there, where it was let go.</param>
internal sealed record NodeMessageUser(string Id, NodeUser? User, long LeftAt = 0);
