namespace Sockeye.Engine.WebSockets;

/// <summary>How the WebSockets of one endpoint are treated.</summary>
/// <param name="MaxPayload">The largest message a client may send, in bytes.</param>
/// <param name="MaxFragments">Into how many fragments it may be cut.</param>
internal sealed record WebSocketSettings(int MaxPayload, int MaxFragments);
