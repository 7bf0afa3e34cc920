using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace Sockeye.Engine.WebSockets;

/// <summary>A host's own WebSocket, which makes its frames itself: ours are taken apart again.</summary>
internal sealed class WebSocketFrameSink(WebSocket webSocket) : FrameSink
{
    private const int OpcodeMask = 0xf;
    private const int CloseOpcode = 0x8;

    public override bool TakesSeveral => false;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
    {
        var header = frames.Span;
        var opcode = header[0] & OpcodeMask;
        if (opcode == CloseOpcode)
        {
            return new ValueTask(webSocket.CloseOutputAsync(CloseStatusOf(header), header.Length > 4 ? Encoding.UTF8.GetString(header[4..]) : null, CancellationToken.None));
        }

        var payload = header[1] switch
        {
            127 => frames[10..],
            126 => frames[4..],
            _ => frames[2..],
        };
        return webSocket.SendAsync(payload, (WebSocketMessageType)(opcode - 1), endOfMessage: true, CancellationToken.None);
    }

    private static WebSocketCloseStatus CloseStatusOf(ReadOnlySpan<byte> frame) =>
        frame.Length >= 4 ? (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(frame[2..]) : WebSocketCloseStatus.Empty;
}
