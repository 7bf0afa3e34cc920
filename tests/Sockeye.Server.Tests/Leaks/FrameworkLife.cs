using System.Net.WebSockets;
using System.Text;

namespace Sockeye.Server.Tests.Leaks;

/// <summary>A life over the framework's WebSocket, which can compress and go over HTTP/2.</summary>
internal sealed class FrameworkLife : Life
{
    private readonly byte[] _buffer = new byte[4 * 1024];
    private ClientWebSocket _socket = null!;

    protected override async Task OpenAsync()
    {
        _socket = await Host.OpenWebSocketAsync();
        await ExpectAsync("0{");
    }

    protected override async Task SendAsync(params string[] packets)
    {
        foreach (var packet in packets)
        {
            await _socket.SendAsync(Encoding.ASCII.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        }
    }

    protected override async Task<string> NextAsync() => await ReadAsync() ?? throw new EndOfStreamException("The server has closed the WebSocket.");

    protected override async Task DropAsync()
    {
        switch (Drop)
        {
            case Drop.Clean:
                await SendAsync("41" + Namespace);
                await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
                break;
            case Drop.Kicked:
                await SendAsync($"42{Namespace}[\"kick\"]");
                while (await ReadAsync() is not null)
                {
                    // What was on its way comes first.
                }

                await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
                break;
            case Drop.Silent:
                Host.StaySilent(_socket);
                return;
            default:
                _socket.Abort();
                break;
        }

        _socket.Dispose();
    }

    private async Task<string?> ReadAsync()
    {
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(), TestContext.Current.CancellationToken);
        return received.MessageType == WebSocketMessageType.Close ? null : Encoding.ASCII.GetString(_buffer, 0, received.Count);
    }
}
