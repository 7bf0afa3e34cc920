using System.Text;

namespace Sockeye.Engine.Tests.Support;

/// <summary>One WebSocket frame as it came over the wire.</summary>
internal sealed record WireFrame(int FirstByte, byte[] Payload)
{
    public const int TextFrame = 0x81;
    public const int BinaryFrame = 0x82;
    public const int CloseFrame = 0x88;
    public const int PingFrame = 0x89;
    public const int PongFrame = 0x8a;

    public string Text => FirstByte == BinaryFrame ? "0x" + Convert.ToHexStringLower(Payload) : Encoding.UTF8.GetString(Payload);
}
