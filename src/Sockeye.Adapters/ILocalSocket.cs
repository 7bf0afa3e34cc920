namespace Sockeye.Adapters;

/// <summary>A connected socket of this process, as an adapter sees it: something with an id that packets can be delivered to.</summary>
public interface ILocalSocket
{
    /// <summary>Gets the socket's id, unique in the cluster.</summary>
    string Id { get; }

    /// <summary>Hands a packet to the socket. Never blocks and never throws for a receiver that is slow or gone.</summary>
    /// <param name="packet">The packet; shared with other receivers.</param>
    void Deliver(BroadcastPacket packet);

    /// <summary>Hands a packet to the socket and completes when its connection has taken it or has closed.</summary>
    /// <param name="packet">The packet; shared with other receivers.</param>
    /// <param name="cancellationToken">Ends the wait; a receiver that has had no room for the packet until then does not get it.</param>
    ValueTask DeliverAsync(BroadcastPacket packet, CancellationToken cancellationToken);

    /// <summary>
    /// Finishes the delivery of a packet with an offset. Such packets are delivered under a lock, which keeps them in order, and so delivering queues them only; this is
    /// called behind it, writes them, and tells the listeners of outgoing events.
    /// </summary>
    /// <param name="packet">The packet.</param>
    void OnDelivered(BroadcastPacket packet);

    /// <summary>Hands a packet that asks for an acknowledgement to the socket, and its answer, or why there is none, to who gathers them.</summary>
    /// <param name="packet">The packet; it has an <see cref="BroadcastPacket.AckId"/>.</param>
    /// <param name="timeout">How long the answer may take.</param>
    /// <param name="answers">Told exactly once, now or later.</param>
    void Ask(BroadcastPacket packet, TimeSpan timeout, IBroadcastAnswers answers);

    /// <summary>Disconnects the socket from its namespace; what was delivered before still reaches its client.</summary>
    /// <param name="close">Whether to disconnect its client from all namespaces, and to close the connection.</param>
    void Disconnect(bool close);

    /// <summary>Tells of the socket what other nodes may want to know.</summary>
    SocketDetails Describe();

    /// <summary>Says that the socket was meant by a selection that was put into rooms, and joined none of them because of a limit.</summary>
    /// <param name="problem">Which limit it was.</param>
    void OnRoomsRefused(string problem)
    {
        // Who does not care need not know.
    }
}
