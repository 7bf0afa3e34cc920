namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>What the client's traffic goes over.</summary>
public enum Mode
{
    Polling,
    WebSocket,

    /// <summary>Polling first, then WebSocket.</summary>
    Upgrade,
}
