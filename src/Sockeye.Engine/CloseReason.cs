namespace Sockeye.Engine;

/// <summary>Why a session ended. Ending is ordinary, so it is a value and not an exception.</summary>
public enum CloseReason
{
    /// <summary>The client closed the connection, or it went away (Engine.IO: <c>transport close</c>).</summary>
    TransportClose,

    /// <summary>The connection failed, or the client broke the rules of its transport (Engine.IO: <c>transport error</c>).</summary>
    TransportError,

    /// <summary>No pong came in time (Engine.IO: <c>ping timeout</c>).</summary>
    PingTimeout,

    /// <summary>The client sent what is no packet (Engine.IO: <c>parse error</c>).</summary>
    ParseError,

    /// <summary>This side closed the session (Engine.IO: <c>forced close</c>).</summary>
    ForcedClose,

    /// <summary>The engine is closing all its sessions.</summary>
    ServerShuttingDown,

    /// <summary>The client does not read: what waits for it passed the limit, or waited too long.</summary>
    SlowClient,
}
