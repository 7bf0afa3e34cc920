using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.WebSockets;

// What the process allocates is measured, so nothing else may run.
[CollectionDefinition(nameof(DecompressionBombTests), DisableParallelization = true)]
[Collection(nameof(DecompressionBombTests))]
public sealed class DecompressionBombTests
{
    [Fact]
    public async Task A_decompression_bomb_costs_no_more_than_the_limit()
    {
        var bomb = Deflate.Once(new byte[500_000_000]);
        Assert.InRange(bomb.Length, 1, 999_999);
        for (var round = 0; round < 2; round++)
        {
            await using var host = await EngineHost.StartAsync(static options => (options.WebSocketCompression, options.MaxPayload) = (new(), 1_000_000));
            var (socket, handler) = await RawWebSocket.OpenSessionAsync(host, headers: "\nSec-WebSocket-Extensions: permessage-deflate");
            await using var _ = socket;
            var before = GC.GetTotalAllocatedBytes(precise: true);

            await socket.SendAsync(firstByte: 0xc2, bomb);

            Assert.Equal(1009, await socket.ReadCloseAsync());
            Assert.Equal(CloseReason.TransportError, (await handler.Closed.DefaultTimeout()).Reason);
            Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 100_000_000);
        }
    }
}
