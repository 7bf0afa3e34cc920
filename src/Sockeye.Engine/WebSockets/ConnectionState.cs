namespace Sockeye.Engine.WebSockets;

/// <summary>What can still be done with a WebSocket's connection when its reader has ended.</summary>
internal enum ConnectionState
{
    /// <summary>Nothing.</summary>
    Broken,

    /// <summary>The client has said its last word; ours can still go out.</summary>
    HalfClosed,

    /// <summary>The client was refused in the midst of what it sends, and must read our last word.</summary>
    Refused,
}
