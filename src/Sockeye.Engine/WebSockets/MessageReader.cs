namespace Sockeye.Engine.WebSockets;

/// <summary>Reads whole messages. Holds no buffer while it waits for one to begin.</summary>
internal abstract class MessageReader
{
    /// <summary>Gets which rule the client broke, once a message of the kind <see cref="MessageKind.Violation"/> said that it did.</summary>
    public Violation? Violation { get; protected set; }

    /// <summary>Reads the next message. Its memory is good until it is returned, or until the next read, whichever is first.</summary>
    public abstract ValueTask<ReceivedMessage> ReadAsync();
}
