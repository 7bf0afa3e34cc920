namespace Sockeye;

/// <summary>Something that stands for many sockets: the server, a namespace, the children of a parent, a selection of their sockets.</summary>
public interface IBroadcaster : IEmitter
{
    /// <summary>Gets the sockets it stands for, as a selection that can be refined.</summary>
    BroadcastOperator Selection { get; }
}
