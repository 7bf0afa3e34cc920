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

    /// <summary>Takes the next message, where all of it has come. Its memory is good until it is returned, or until the reader is filled, whichever is first.</summary>
    public abstract bool TryRead(out ReceivedMessage message);

    /// <summary>Waits for more from the client. What it comes to goes to <see cref="OnFilled"/>, before anything else is asked of the reader.</summary>
    /// <remarks>So whoever reads is the only one who waits: a state machine between it and the connection would cost each message another turn.</remarks>
    public abstract ValueTask<int> FillAsync();

    /// <summary>Ends what <see cref="FillAsync"/> began.</summary>
    /// <exception cref="System.Net.WebSockets.WebSocketException">The client is gone.</exception>
    public abstract void OnFilled(int count);
}
