using System.Text;

namespace Sockeye.Engine;

/// <summary>A finished WebSocket frame that is no packet: a ping, a pong, or a closing frame.</summary>
/// <param name="bytes">The frame, header included.</param>
internal sealed class RawFrame(byte[] bytes)
{
    private const byte CloseOpcode = 0x88;
    private const byte PingOpcode = 0x89;
    private const byte PongOpcode = 0x8a;

    /// <summary>Gets the closing frame without a status, which the client sees as 1005.</summary>
    public static RawFrame Close { get; } = new([CloseOpcode, 0]);

    /// <summary>Gets the ping without a payload.</summary>
    public static RawFrame Ping { get; } = new([PingOpcode, 0]);

    /// <summary>Makes the closing frame with a status, and a reason of at most 123 bytes.</summary>
    public static RawFrame CloseWith(int status, string reason = "")
    {
        var text = Encoding.UTF8.GetBytes(reason);
        return new([CloseOpcode, (byte)(2 + text.Length), (byte)(status >> 8), (byte)status, .. text]);
    }

    /// <summary>Makes the answer to a ping, whose payload it carries (at most 125 bytes).</summary>
    public static RawFrame PongTo(ReadOnlySpan<byte> payload) => new([PongOpcode, (byte)payload.Length, .. payload]);

    /// <summary>Gets the frame, header included.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Gets whether nothing may follow the frame (RFC 6455, section 5.5.1).</summary>
    public bool IsClose => bytes[0] == CloseOpcode;
}
