using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

public class LivenessTests
{
    private const int MoreThanTheNetworkHolds = 15_000_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan PongTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_client_that_answers_pings_lives()
    {
        var time = new ManualTimeProvider();
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, Briefly, time);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        await socket.PassAsync();

        for (var round = 0; round < 5; round++)
        {
            time.Advance(Interval - TimeSpan.FromMilliseconds(1));
            client.Send("mark");
            Assert.Equal("mark", (await socket.ReadAsync()).Text); // no ping before its time
            time.Advance(TimeSpan.FromMilliseconds(1) + Tolerance);
            Assert.Equal(WireFrame.PingFrame, (await socket.ReadAsync()).FirstByte);
            await socket.SendAsync(WireFrame.PongFrame, default);
            await socket.SendTextAsync("after the pong");
            Assert.Equal("after the pong", await heard.MessageAsync());
        }

        Assert.True(client.IsOpen);
    }

    [Fact]
    public async Task A_client_that_answers_no_ping_ends_when_its_time_is_over_and_not_before()
    {
        var time = new ManualTimeProvider();
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, Briefly, time);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        await socket.PassAsync();

        time.Advance(Interval + PongTime - TimeSpan.FromMilliseconds(1));
        Assert.True(client.IsOpen);
        time.Advance(TimeSpan.FromMilliseconds(1) + Tolerance);

        Assert.Equal((1006, CloseReason.PingTimeout), await heard.ClosingAsync() is var closing ? (closing.Code, closing.Cause) : default);
        Assert.Empty(host.Server.Clients);
        Assert.Equal(WireFrame.PingFrame, (await socket.ReadAsync()).FirstByte);
        Assert.Equal(1005, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task The_next_message_waits_for_the_listener_of_the_one_before()
    {
        var gate = new TaskCompletionSource();
        var heard = new List<string>();
        await using var host = await WebSocketHost.StartAsync(client => client.OnMessage(async message =>
        {
            var text = message.Text;
            heard.Add("begin " + text);
            await gate.Task;
            heard.Add("end " + text);
            client.Send(text);
        }));
        await using var socket = await host.OpenAsync();

        await socket.SendTextAsync("a");
        await socket.SendTextAsync("b");
        await Eventually.TrueAsync(() => heard.Count > 0);

        await socket.SendAsync(WireFrame.PingFrame, "not read yet"u8.ToArray());
        Assert.Equal(["begin a"], heard);
        gate.SetResult();

        Assert.Equal(["a", "b", "not read yet"], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);
        Assert.Equal(["begin a", "end a", "begin b", "end b"], heard);
    }

    [Fact]
    public async Task Nothing_is_read_before_an_asynchronous_connection_listener_has_completed()
    {
        var gate = new TaskCompletionSource();
        await using var host = await WebSocketHost.StartAsync(static _ => { });
        host.Server.OnConnection(async client =>
        {
            await gate.Task;
            client.OnMessage(message => client.Send(message));
        });
        await using var socket = await host.OpenAsync();

        await socket.SendTextAsync("early");
        gate.SetResult();

        Assert.Equal("early", (await socket.ReadAsync()).Text);
    }

    [Fact]
    public async Task Sending_to_a_client_that_does_not_read_waits_drops_or_closes_as_it_is_told()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options =>
        {
            options.OutboundBufferBytes = 2_000_000;
            options.OutboundRoomBytes = 100_000;
        });
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        client.Send(new byte[MoreThanTheNetworkHolds]);
        client.Send(new byte[200_000]);

        var waiting = client.SendAsync("waited", TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Assert.False(client.IsWritable);
        Assert.False(client.TrySendVolatile("dropped"));
        Assert.Equal(0, host.Server.Clients.SendVolatile("dropped"));
        Assert.Equal(MoreThanTheNetworkHolds, (await socket.ReadAsync()).Payload.Length);
        Assert.Equal(200_000, (await socket.ReadAsync()).Payload.Length);
        Assert.Equal("waited", (await socket.ReadAsync()).Text);
        Assert.True(await waiting.AsTask().DefaultTimeout());
        await Eventually.TrueAsync(() => client.IsWritable);

        Assert.True(client.TrySendVolatile("not dropped"));
        Assert.Equal("not dropped", (await socket.ReadAsync()).Text);

        while (client.IsOpen)
        {
            client.Send(new byte[500_000]);
        }

        Assert.Equal((1006, CloseReason.SlowClient), await heard.ClosingAsync() is var closing ? (closing.Code, closing.Cause) : default);
    }

    [Fact]
    public async Task A_client_that_makes_no_room_in_time_is_closed()
    {
        var time = new ManualTimeProvider();
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(
            heard.OnConnection,
            static options => (options.OutboundRoomBytes, options.SlowClientTimeout) = (10_000, TimeSpan.FromSeconds(1)),
            time);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        client.Send(new byte[MoreThanTheNetworkHolds]);
        client.Send(new byte[20_000]);

        var waiting = host.Server.Clients.SendAsync("no room", TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1) + Tolerance);

        Assert.Equal(0, await waiting.AsTask().DefaultTimeout());
        Assert.Equal(CloseReason.SlowClient, (await heard.ClosingAsync()).Cause);
        Assert.False(client.IsOpen);
    }

    [Fact]
    public async Task A_wait_for_room_can_be_given_up()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options => options.OutboundRoomBytes = 10_000);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        using var impatient = new CancellationTokenSource();

        client.Send(new byte[MoreThanTheNetworkHolds]);
        client.Send(new byte[20_000]);

        var waiting = client.SendAsync("no room", impatient.Token);
        Assert.False(waiting.IsCompleted);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
        Assert.True(client.IsOpen);
    }

    private static void Briefly(WebSocketServerOptions options) => (options.PingInterval, options.PingTimeout) = (Interval, PongTime);
}
