using System.Text.Json.Nodes;
using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

/// <summary>The official client, which for a while does not read what it is sent.</summary>
public sealed class SlowClientTests(Stage stage)
{
    private const int Budget = 1_000_000;

    private static readonly string Filling = new('x', 10_000);

    [Theory, OverEveryTransport]
    public async Task With_Close_it_is_disconnected_and_comes_back_with_nothing_left_behind(Mode mode)
    {
        await using var host = await StartAsync(SlowClientPolicy.Close);
        var reason = new TaskCompletionSource<DisconnectReason>();

        var trace = await PlayAsync("a client that does not read comes back", mode, host, () =>
        {
            var socket = host.Io.Sockets.Single();
            socket.OnDisconnect(context => reason.SetResult(context.Reason));
            for (var number = 0; socket.IsConnected && number < 100_000; number++)
            {
                socket.Emit("n", number, Filling);
            }

            return host.Io.Engine.MeasureOutbound().WaitingBytes;
        });

        Assert.Equal(DisconnectReason.SlowClient, await reason.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(trace, JsonNode.Parse("""[["waiting", 0], ["in order", true], ["back", true]]""")), trace?.ToJsonString());
        Assert.Equal(1, host.Io.Engine.MeasureOutbound().SlowClients);
    }

    [Theory, OverEveryTransport]
    public async Task With_Drop_it_misses_what_had_no_room_and_stays_connected(Mode mode)
    {
        const int Sent = 5_000; // 50 MB
        await using var host = await StartAsync(SlowClientPolicy.Drop);
        var missed = 0L;

        var trace = await PlayAsync("a client that does not read for a while", mode, host, () =>
        {
            for (var number = 0; number < Sent; number++)
            {
                host.Io.Emit("n", number, Filling);
            }

            missed = host.Io.Sockets.Single().Session.Outbound.DroppedPackets;
            Assert.InRange(host.Io.Engine.MeasureOutbound().WaitingBytes, 0, Budget); // what is being written at the moment does not wait any more
            return Sent - missed;
        });

        Assert.InRange(missed, 1, Sent - 50);
        Assert.True(JsonNode.DeepEquals(trace, JsonNode.Parse("""[["all that was taken", true], ["in order", true], ["same connection", true]]""")), trace?.ToJsonString());
    }

    [Theory, OverEveryTransport]
    public async Task With_Wait_it_misses_nothing_when_it_goes_on_in_time(Mode mode)
    {
        await using var host = await StartAsync(SlowClientPolicy.Wait);

        var trace = await PlayAsync("a client that does not read for a while", mode, host, () =>
        {
            var socket = host.Io.Sockets.Single();
            var number = 0;
            while (socket.Session.Outbound.WaitingBytes < Budget * 3 / 2)
            {
                socket.Emit("n", number++, Filling);
            }

            return number;
        });

        Assert.True(JsonNode.DeepEquals(trace, JsonNode.Parse("""[["all that was taken", true], ["in order", true], ["same connection", true]]""")), trace?.ToJsonString());
        Assert.Equal(0, host.Io.Engine.MeasureOutbound().SlowClients);
    }

    private static Task<SockeyeHost> StartAsync(SlowClientPolicy policy) => SockeyeHost.StartAsync(new HostOptions
    {
        Configure = options => (options.SlowClientPolicy, options.OutboundBufferBytes) = (policy, Budget),
    });

    private Task<JsonNode?> PlayAsync(string scenario, Mode mode, SockeyeHost host, Func<long> flood) =>
        stage.PlayOnSockeyeAsync(new Play(scenario, mode) { Answer = _ => flood() }, host, TestContext.Current.CancellationToken);
}
