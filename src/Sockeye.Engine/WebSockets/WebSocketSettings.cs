namespace Sockeye.Engine.WebSockets;

/// <summary>How the WebSockets of one endpoint are treated.</summary>
/// <param name="MaxPayload">The largest message a client may send, in bytes.</param>
/// <param name="MaxFragments">Into how many fragments it may be cut.</param>
/// <param name="PingInterval">How often the WebSocket itself pings; <see langword="null"/> where something above does.</param>
/// <param name="PingTimeout">How long the client has for its pong.</param>
/// <param name="Compression">How messages are compressed, where they may be.</param>
internal sealed record WebSocketSettings(
    int MaxPayload, int MaxFragments, TimeSpan? PingInterval = null, TimeSpan? PingTimeout = null, WebSocketCompressionOptions? Compression = null);
