namespace Sockeye;

/// <summary>Why a socket disconnected.</summary>
public enum DisconnectReason
{
    /// <summary>The client closed its connection: <c>transport close</c>.</summary>
    TransportClose,

    /// <summary>The connection broke: <c>transport error</c>.</summary>
    TransportError,

    /// <summary>The client did not answer the heartbeat in time: <c>ping timeout</c>.</summary>
    PingTimeout,

    /// <summary>The client sent what is not Engine.IO: <c>parse error</c>.</summary>
    ParseError,

    /// <summary>The server closed the connection, for example after a packet that is not Socket.IO: <c>forced close</c>.</summary>
    ForcedClose,

    /// <summary>The server is shutting down: <c>server shutting down</c>.</summary>
    ServerShuttingDown,

    /// <summary>The client did not read what it was sent, and its outbound budget was spent: <c>slow client</c>.</summary>
    SlowClient,

    /// <summary>The client left the namespace: <c>client namespace disconnect</c>.</summary>
    ClientNamespaceDisconnect,

    /// <summary>The server disconnected the socket from the namespace: <c>server namespace disconnect</c>.</summary>
    ServerNamespaceDisconnect,
}
