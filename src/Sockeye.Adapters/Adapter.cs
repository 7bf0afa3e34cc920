namespace Sockeye.Adapters;

/// <summary>
/// Reaches the sockets of one namespace, on this node and on the others. What is local is handed in; an adapter for a cluster derives
/// this class and adds the messages between nodes.
/// </summary>
/// <remarks>All members are safe to call from many threads.</remarks>
public abstract class Adapter : IAsyncDisposable
{
    /// <summary>Makes an adapter over the sockets of this process.</summary>
    /// <param name="local">The sockets and rooms of this process.</param>
    protected Adapter(LocalSockets local)
    {
        ArgumentNullException.ThrowIfNull(local);
        Local = local;
    }

    /// <summary>Gets the sockets and rooms of this process.</summary>
    protected LocalSockets Local { get; }

    /// <summary>Puts a socket of this process into rooms.</summary>
    /// <param name="socketId">The socket. One that is not connected joins nothing.</param>
    /// <param name="rooms">The rooms; those it is in already are passed over.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to ask.</param>
    /// <exception cref="RoomLimitException">The socket would be in too many rooms, or a name is too long; it has joined none of them.</exception>
    public virtual ValueTask JoinAsync(string socketId, IReadOnlyList<string> rooms, CancellationToken cancellationToken = default)
    {
        Local.Join(socketId, rooms);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes a socket of this process out of a room.</summary>
    /// <param name="socketId">The socket.</param>
    /// <param name="room">The room; nothing happens where the socket is not in it.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to ask.</param>
    public virtual ValueTask LeaveAsync(string socketId, string room, CancellationToken cancellationToken = default)
    {
        Local.Leave(socketId, room);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends a packet to the sockets that are meant. Returns at once; slow receivers do not hold it up.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="target">Who is meant.</param>
    public virtual void Broadcast(BroadcastPacket packet, Target target) => Local.Deliver(packet, target);

    /// <summary>Sends a packet, and completes when each local receiver's connection has taken it or has closed.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="target">Who is meant.</param>
    /// <param name="cancellationToken">Ends the wait; a receiver that has had no room for the packet until then does not get it.</param>
    public virtual ValueTask BroadcastAsync(BroadcastPacket packet, Target target, CancellationToken cancellationToken = default) =>
        Local.DeliverAsync(packet, target, cancellationToken);

    /// <summary>Sends a packet that asks for acknowledgements, and completes when each node has said how many it asked; the answers come then and later.</summary>
    /// <param name="packet">The packet; it has an <see cref="BroadcastPacket.AckId"/>, which is good for the sockets of this node only.</param>
    /// <param name="target">Who is meant.</param>
    /// <param name="timeout">How long an answer may take, on every node.</param>
    /// <param name="answers">Told by each node how many it asks, and then of each.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes.</param>
    public virtual ValueTask AskAsync(
        BroadcastPacket packet, Target target, TimeSpan timeout, IBroadcastAnswers answers, CancellationToken cancellationToken = default)
    {
        Local.Ask(packet, target, timeout, answers);
        return ValueTask.CompletedTask;
    }

    /// <summary>Puts the sockets that are meant into rooms. One that would be in too many joins none of them, and is told.</summary>
    /// <param name="target">Who is meant.</param>
    /// <param name="rooms">The rooms.</param>
    /// <param name="modes">Whether sockets of other nodes are meant as well.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public virtual ValueTask JoinSocketsAsync(
        Target target, IReadOnlyList<string> rooms, BroadcastModes modes, CancellationToken cancellationToken = default)
    {
        Local.Join(target, rooms);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes the sockets that are meant out of rooms.</summary>
    /// <param name="target">Who is meant.</param>
    /// <param name="rooms">The rooms.</param>
    /// <param name="modes">Whether sockets of other nodes are meant as well.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public virtual ValueTask LeaveSocketsAsync(
        Target target, IReadOnlyList<string> rooms, BroadcastModes modes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        foreach (var socket in Local.Select(target))
        {
            foreach (var room in rooms)
            {
                Local.Leave(socket.Id, room);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Disconnects the sockets that are meant. What was broadcast before still reaches them.</summary>
    /// <param name="target">Who is meant.</param>
    /// <param name="close">Whether to disconnect their clients from all namespaces, and to close the connections.</param>
    /// <param name="modes">Whether sockets of other nodes are meant as well.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public virtual ValueTask DisconnectSocketsAsync(
        Target target, bool close, BroadcastModes modes, CancellationToken cancellationToken = default)
    {
        Local.Disconnect(target, close);
        return ValueTask.CompletedTask;
    }

    /// <summary>Lists the sockets of the other nodes that are meant; those of this node the server knows.</summary>
    /// <param name="target">Who is meant.</param>
    /// <param name="timeout">How long the other nodes may take. One that takes longer is left out, which is not an error.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual ValueTask<IReadOnlyList<SocketDetails>> FetchRemoteSocketsAsync(
        Target target, TimeSpan timeout, CancellationToken cancellationToken = default) => ValueTask.FromResult<IReadOnlyList<SocketDetails>>([]);

    /// <summary>Sends an event to the other servers of the cluster. Returns at once. A server that stands alone has nobody to send it to.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments.</param>
    public virtual void ServerSideEmit(string eventName, EventArguments arguments)
    {
        // No other servers.
    }

    /// <summary>
    /// Sends an event that asks for acknowledgements to the other servers of the cluster, and completes when it is known how many there are;
    /// the answers come then and later. A server that stands alone expects none.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="timeout">How long an answer may take.</param>
    /// <param name="answers">Told how many servers are asked, and then of each.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual ValueTask ServerSideAskAsync(
        string eventName, EventArguments arguments, TimeSpan timeout, IBroadcastAnswers answers, CancellationToken cancellationToken = default) =>
        ValueTask.CompletedTask;

    /// <summary>
    /// Begins to keep packets and sessions, so that clients which lose their connection can come back to where they were. Called at most once,
    /// before the first socket, where the server has recovery on.
    /// </summary>
    /// <param name="limits">How much is kept, and for how long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="expired">Is told of each session that nobody has come back to in time, or that had to make room; not under a lock.</param>
    /// <returns>What keeps them; <see langword="null"/> where this adapter cannot.</returns>
    public virtual SessionRecovery? StartRecovery(RecoveryLimits limits, TimeProvider time, Action<RecoverableSession> expired) => null;

    /// <summary>
    /// Opens the channel on which the nodes of a cluster tell each other what Socket.IO's own messages have no words for, such as presence. Called at
    /// most once, where something needs it.
    /// </summary>
    /// <param name="listener">Told what other nodes send, as soon as the channel is open.</param>
    /// <returns>The channel; <see langword="null"/> where this server stands alone.</returns>
    public virtual INodeChannel? OpenNodeChannel(INodeListener listener) => null;

    /// <summary>Lets go of what the adapter holds. The sockets are not closed by it.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
