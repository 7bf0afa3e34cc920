namespace Sockeye.Engine.WebSockets;

/// <summary>Cuts a WebSocket's connection off when it takes too long to end.</summary>
internal sealed class AbortLimit(WebSocketTransport transport) : WheelTimer
{
    /// <summary>How long the client has to answer a closing frame, and the network to take the last bytes.</summary>
    public static readonly TimeSpan ForTheAnswer = TimeSpan.FromSeconds(5);

    protected internal override void OnDue() => transport.Abort();
}
