namespace Sockeye.Adapters;

/// <summary>
/// Carries messages of one namespace among Sockeye's own nodes of a cluster, apart from the messages that Node's servers know: those never see it.
/// </summary>
/// <remarks>
/// All members are safe to call from many threads. A message may be lost, as with publish and subscribe; those of one sender come in the order in
/// which they were sent. Whoever needs more asks again.
/// </remarks>
public interface INodeChannel
{
    /// <summary>Gets this node's id: unique in the cluster, and another one each time that the process starts.</summary>
    string NodeId { get; }

    /// <summary>Sends a message to all other nodes. Returns at once.</summary>
    /// <param name="message">The message; it is not changed afterwards.</param>
    void Send(ReadOnlyMemory<byte> message);
}
