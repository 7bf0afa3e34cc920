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

    /// <summary>Lets go of what the adapter holds. The sockets are not closed by it.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
