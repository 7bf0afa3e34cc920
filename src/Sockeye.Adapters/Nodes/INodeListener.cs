namespace Sockeye.Adapters;

/// <summary>Listens to what other nodes of a cluster send over an <see cref="INodeChannel"/>.</summary>
public interface INodeListener
{
    /// <summary>Hands in a message. Returns at once and does not throw.</summary>
    /// <param name="nodeId">Who sent it; never this node.</param>
    /// <param name="message">The message, which stays as it is.</param>
    void OnNodeMessage(string nodeId, ReadOnlyMemory<byte> message);
}
