namespace Sockeye.Engine;

/// <summary>What carries a session's packets.</summary>
public enum TransportKind
{
    /// <summary>HTTP long-polling.</summary>
    Polling,

    /// <summary>WebSocket (RFC 6455).</summary>
    WebSocket,
}
