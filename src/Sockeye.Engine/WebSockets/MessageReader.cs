namespace Sockeye.Engine.WebSockets;

/// <summary>Reads whole messages. Holds no buffer while it waits for one to begin.</summary>
internal abstract class MessageReader
{
    /// <summary>Gets which rule the client broke, once a message of the kind <see cref="MessageKind.Violation"/> said that it did.</summary>
    public Violation? Violation { get; protected set; }

    /// <summary>Gets the status of the client's closing frame, once a message of the kind <see cref="MessageKind.Close"/> said that it came.</summary>
    public int CloseCode { get; protected set; } = ClosingStatus.None;

    /// <summary>Gets what that frame says beside it.</summary>
    public string CloseText { get; protected set; } = string.Empty;

    /// <summary>Reads the next message. Its memory is good until it is returned, or until the next read, whichever is first.</summary>
    public abstract ValueTask<ReceivedMessage> ReadAsync();
}
