using Sockeye.Adapters;

namespace Sockeye.Server.Tests.Sockets;

/// <summary>Rooms that middleware joins, before the client knows of its connection.</summary>
public sealed class EarlyRoomTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_knows_of_its_connection_is_in_them_however_long_an_adapter_takes_to_tell_other_nodes()
    {
        var told = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(
            static io => io.Use(static async socket =>
            {
                await socket.JoinAsync("early", Cancelled);
                return ConnectionResult.Accept;
            }),
            options => options.Adapter = (_, local) => new SlowToTell(local, told.Task));
        await using var client = await server.ConnectAsync();

        server.Io.To("early").Emit("news");

        Assert.Equal("42[\"news\"]", await client.ReceiveAsync());
        told.SetResult();
    }

    private sealed class SlowToTell(LocalSockets local, Task told) : Adapter(local)
    {
        public override async ValueTask JoinAsync(string socketId, IReadOnlyList<string> rooms, CancellationToken cancellationToken = default)
        {
            await told;
            await base.JoinAsync(socketId, rooms, cancellationToken);
        }
    }
}
