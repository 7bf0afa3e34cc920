namespace Sockeye;

/// <summary>
/// What can be done with all the sockets that a server, a namespace, a parent or a selection stands for, wherever they are connected: on other
/// nodes as well, unless the selection is <see cref="BroadcastOperator.Local"/>.
/// </summary>
public static class BroadcasterExtensions
{
    /// <summary>Limits the time for acknowledgements and for the answers of other nodes.</summary>
    /// <param name="broadcaster">Whose sockets are meant.</param>
    /// <param name="timeout">Longer than zero. It is kept to within 25 ms and never shortened.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not longer than zero.</exception>
    public static BroadcastOperator Timeout(this IBroadcaster broadcaster, TimeSpan timeout) => broadcaster.Selection.Timeout(timeout);

    /// <summary>Lists the sockets.</summary>
    /// <param name="broadcaster">Whose sockets are meant.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes.</param>
    /// <returns>The sockets as they stood then; those of nodes that have not answered in time are not among them.</returns>
    public static Task<IReadOnlyList<RemoteSocket>> FetchSocketsAsync(
        this IBroadcaster broadcaster, CancellationToken cancellationToken = default) =>
        broadcaster.Selection.FetchAsync(cancellationToken);

    /// <summary>Puts the sockets into a room.</summary>
    /// <param name="broadcaster">Whose sockets are meant.</param>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public static ValueTask SocketsJoinAsync(this IBroadcaster broadcaster, string room, CancellationToken cancellationToken = default) =>
        broadcaster.SocketsJoinAsync([room], cancellationToken);

    /// <summary>Puts the sockets into rooms.</summary>
    /// <param name="broadcaster">Whose sockets are meant.</param>
    /// <param name="rooms">The rooms' names.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public static ValueTask SocketsJoinAsync(
        this IBroadcaster broadcaster, IReadOnlyList<string> rooms, CancellationToken cancellationToken = default) =>
        broadcaster.Selection.JoinAsync(rooms, cancellationToken);

    /// <summary>Takes the sockets out of a room.</summary>
    /// <param name="broadcaster">Whose sockets are meant.</param>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public static ValueTask SocketsLeaveAsync(this IBroadcaster broadcaster, string room, CancellationToken cancellationToken = default) =>
        broadcaster.SocketsLeaveAsync([room], cancellationToken);

    /// <summary>Takes the sockets out of rooms.</summary>
    /// <param name="broadcaster">Whose sockets are meant.</param>
    /// <param name="rooms">The rooms' names.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public static ValueTask SocketsLeaveAsync(
        this IBroadcaster broadcaster, IReadOnlyList<string> rooms, CancellationToken cancellationToken = default) =>
        broadcaster.Selection.LeaveAsync(rooms, cancellationToken);

    /// <summary>Disconnects the sockets from their namespace. What was emitted before still reaches them.</summary>
    /// <param name="broadcaster">Whose sockets are meant.</param>
    /// <param name="close">Whether to disconnect their clients from all namespaces, and to close the connections.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public static ValueTask DisconnectSocketsAsync(
        this IBroadcaster broadcaster, bool close = false, CancellationToken cancellationToken = default) =>
        broadcaster.Selection.DisconnectAsync(close, cancellationToken);
}
