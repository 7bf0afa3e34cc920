using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>One client's session, whatever carries it. Safe for use from many threads.</summary>
public sealed class EngineSession
{
    internal EngineSession(string id) => Id = id;

    /// <summary>Gets the session's id, a secret between server and client.</summary>
    public string Id { get; }

    /// <summary>Gets what carries the session now.</summary>
    public TransportKind Transport => throw new NotImplementedException();

    /// <summary>Gets the revision of the Engine.IO protocol that the client speaks.</summary>
    public int ProtocolRevision { get; } = 4;

    /// <summary>Gets the request that opened the session.</summary>
    public HandshakeRequest Request => throw new NotImplementedException();

    /// <summary>Gets how far the session has come.</summary>
    public SessionState State => throw new NotImplementedException();

    /// <summary>Gets a token that is cancelled when the session has ended.</summary>
    public CancellationToken Closed => throw new NotImplementedException();

    /// <summary>Gets whether a packet sent now would go out at once: a poll is waiting, or the WebSocket is not busy.</summary>
    public bool IsWritable => throw new NotImplementedException();

    /// <summary>
    /// Sends a message and what hangs on it as one unit. Never blocks, and never throws for a client that is slow or gone: past
    /// <see cref="EngineOptions.OutboundBufferBytes"/> or <see cref="EngineOptions.OutboundBufferPackets"/> the session closes.
    /// </summary>
    /// <param name="buffer">The message. The session owns it from here on, and gives it back.</param>
    public void Send(MessageBuffer buffer) => throw new NotImplementedException();

    /// <summary>Sends a message and all that is chained to it as one unit; otherwise like <see cref="Send(MessageBuffer)"/>.</summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    public void Send(EncodedMessage message) => throw new NotImplementedException();

    /// <summary>Sends a message if it can go out at once, and drops it otherwise.</summary>
    /// <param name="buffer">The message. The session owns it from here on, and gives it back in either case.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TrySendVolatile(MessageBuffer buffer) => throw new NotImplementedException();

    /// <summary>Sends a message if it can go out at once, and drops it otherwise.</summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TrySendVolatile(EncodedMessage message) => throw new NotImplementedException();

    /// <summary>
    /// Sends a message when there is room for it. A client that makes no room within <see cref="EngineOptions.SlowClientTimeout"/> is closed.
    /// </summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <param name="cancellationToken">Gives up the wait; the message is not sent then.</param>
    /// <returns>Whether the session took it; <see langword="false"/> when it ended first.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public ValueTask<bool> SendAsync(EncodedMessage message, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Closes the session with <see cref="CloseReason.ForcedClose"/>. Does nothing where it is closing or closed already.</summary>
    /// <param name="mode">What happens to packets that still wait.</param>
    public void Close(CloseMode mode = CloseMode.Drain) => throw new NotImplementedException();
}
