using System.Net.WebSockets;

namespace Sockeye.Engine.WebSockets;

/// <summary>A rule that a client broke on its WebSocket.</summary>
/// <param name="Status">What the closing frame says.</param>
/// <param name="Detail">The same for people.</param>
internal sealed record Violation(WebSocketCloseStatus Status, string Detail)
{
    public static Violation TooLarge { get; } = new(WebSocketCloseStatus.MessageTooBig, "Max payload size exceeded");

    public static Violation TooManyFragments { get; } = new(WebSocketCloseStatus.PolicyViolation, "too many fragments");

    public static Violation NoMask { get; } = new(WebSocketCloseStatus.ProtocolError, "a frame without a mask");

    public static Violation ReservedBits { get; } = new(WebSocketCloseStatus.ProtocolError, "a frame with reserved bits or of a reserved kind");

    public static Violation BadControlFrame { get; } = new(WebSocketCloseStatus.ProtocolError, "a control frame in fragments, or of more than 125 bytes");

    public static Violation BadOrder { get; } = new(WebSocketCloseStatus.ProtocolError, "a fragment that continues nothing, or a message inside another");

    public static Violation BadClose { get; } = new(WebSocketCloseStatus.ProtocolError, "a closing frame with a status that may not be sent");

    public static Violation NotDeflate { get; } = new(WebSocketCloseStatus.InvalidPayloadData, "a compressed message that cannot be decompressed");

    public static Violation NotUtf8 { get; } = new(WebSocketCloseStatus.InvalidPayloadData, "text that is not UTF-8");
}
