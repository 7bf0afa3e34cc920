using System.Globalization;
using System.Net;
using System.Text;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Upgrades;

public class UpgradeTests
{
    [Fact]
    public async Task A_session_moves_with_all_that_waits()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await ProbeAsync(host, client);
        client.Handler.Session.Send(EncodedMessage.Text("waiting"u8, next: EncodedMessage.Binary([1])));
        Assert.Equal(TransportKind.Polling, client.Handler.Session.Transport);

        await socket.SendTextAsync("5");
        await socket.SendTextAsync("4over");

        Assert.Equal("over", await client.Handler.NextAsync());
        Assert.Equal((TransportKind.WebSocket, 1), (client.Handler.Session.Transport, client.Handler.Upgrades));
        Assert.Equal(["4waiting", "0x01"], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);
        Assert.Equal((HttpStatusCode.BadRequest, """{"code":3,"message":"Bad request"}"""), await client.GetAsync());
    }

    [Fact]
    public async Task A_waiting_poll_is_ended_so_that_the_client_can_move()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        var poll = await client.PollAsync();

        await using var socket = await ProbeAsync(host, client);

        Assert.Equal((HttpStatusCode.OK, "6"), await poll);
    }

    [Fact]
    public async Task Polls_that_come_later_are_ended_at_the_next_tick()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await ProbeAsync(host, client);

        for (var i = 0; i < 3; i++)
        {
            var poll = await client.PollAsync();
            Assert.False(poll.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(120));
            Assert.Equal((HttpStatusCode.OK, "6"), await poll);
        }
    }

    [Theory, Trait("Behaviour", "94")]
    [InlineData("4too early")]
    [InlineData("2")]
    [InlineData("2other")]
    [InlineData("x")]
    [InlineData("")]
    public async Task Something_else_than_a_probe_closes_the_WebSocket_and_not_the_session(string text)
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={client.Sid}");

        await socket.SendTextAsync(text);

        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("4goes on"));
        Assert.Equal("goes on", await client.Handler.NextAsync());
        await using var again = await ProbeAsync(host, client);
        await again.SendTextAsync("5");
        await again.SendTextAsync("4moved");
        Assert.Equal("moved", await client.Handler.NextAsync());
    }

    [Fact, Trait("Behaviour", "94")]
    public async Task An_upgrade_that_takes_too_long_is_dropped()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await ProbeAsync(host, client);

        time.Advance(TimeSpan.FromSeconds(10.1));

        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
        await using var again = await ProbeAsync(host, client);
    }

    [Fact, Trait("Behaviour", "87")]
    public async Task A_second_WebSocket_is_closed_and_the_first_one_goes_on()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var first = await ProbeAsync(host, client);

        await using var second = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={client.Sid}");
        Assert.Equal(1005, await second.ReadCloseAsync());
        await first.SendTextAsync("5");
        await first.SendTextAsync("4over");

        Assert.Equal("over", await client.Handler.NextAsync());
    }

    [Fact, Trait("Behaviour", "94")]
    public async Task A_session_that_ends_takes_the_probing_WebSocket_with_it()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await ProbeAsync(host, client);

        client.Handler.Session.Close(CloseMode.Discard);

        Assert.Equal(1005, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task A_closing_session_that_moves_sends_the_rest_and_closes()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await ProbeAsync(host, client);
        client.Handler.Session.Send(EncodedMessage.Text("last words"u8));
        client.Handler.Session.Close();

        await socket.SendTextAsync("5");

        Assert.Equal("4last words", (await socket.ReadAsync()).Text);
        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.ForcedClose, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact, Trait("Behaviour", "86")]
    public async Task Bad_frames_of_a_probing_WebSocket_do_not_touch_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={client.Sid}");

        await socket.SendAsync(0xc1, "2probe"u8.ToArray());

        Assert.Equal(1002, await socket.ReadCloseAsync());
        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("4goes on"));
    }

    [Fact, Trait("Behaviour", "90")]
    public async Task Where_upgrades_are_off_none_is_offered_and_none_is_taken()
    {
        await using var host = await EngineHost.StartAsync(options => options.AllowUpgrades = false);
        var open = await host.Http.GetStringAsync(new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("\"upgrades\":[]", open, StringComparison.Ordinal);

        await using var socket = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={host.Sessions.Single().Session.Id}");

        Assert.Equal(1005, await socket.ReadCloseAsync());
    }

    /// <summary>A client behaves as the official one does, messages flow both ways all the while, and chance says when.</summary>
    [Fact, Trait("Behaviour", "94")]
    public async Task Nothing_is_lost_doubled_or_reordered_whenever_a_session_moves()
    {
        await using var host = await EngineHost.StartAsync();
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (seed, _) => await MoveAsync(host, seed));
    }

    private static async Task MoveAsync(EngineHost host, int seed)
    {
        const int Messages = 60;
        var random = new Random(seed);
        var client = await PollingClient.OpenAsync(host);
        var (serverPause, clientPause, moveAfter) = (random.Next(0, 6), random.Next(0, 3), random.Next(0, Messages / 2));
        var serving = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                client.Handler.Session.Send(EncodedMessage.Text(Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture))));
                for (var pause = 0; pause < serverPause * 20; pause++)
                {
                    await Task.Yield();
                }
            }
        });

        var received = new List<string>();
        var next = 0;
        var poll = client.GetAsync();
        for (; next < moveAfter; next++)
        {
            Assert.Equal("ok", (await client.PostAsync($"4{next}")).Body);
            for (var pause = 0; pause < clientPause * 20; pause++)
            {
                await Task.Yield();
            }

            if (poll.IsCompleted)
            {
                received.AddRange((await poll).Body.Split('\u001e'));
                poll = client.GetAsync();
            }
        }

        await using var socket = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={client.Sid}");
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", (await socket.ReadAsync()).Text);
        received.AddRange((await poll).Body.Split('\u001e')); // the official client waits for its poll, and sends 5 then
        await socket.SendTextAsync("5");
        for (; next < Messages; next++)
        {
            await socket.SendTextAsync($"4{next}");
        }

        received.RemoveAll(static packet => packet == "6");
        while (received.Count < Messages)
        {
            received.Add((await socket.ReadAsync()).Text);
        }

        await serving;
        Assert.Equal(Enumerable.Range(0, Messages).Select(static i => $"4{i}"), received);
        for (var i = 0; i < Messages; i++)
        {
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), await client.Handler.NextAsync());
        }

        Assert.Equal((SessionState.Open, 1), (client.Handler.Session.State, client.Handler.Upgrades));
    }

    [Fact]
    public async Task A_post_that_was_cut_off_by_the_move_does_not_end_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var post = await RawConnection.OpenAsync(host.Url);
        await post.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nContent-Length: 100\nExpect: 100-continue");
        Assert.Equal(100, (await post.ReadResponseAsync()).Status); // its body is being read
        await using var socket = await ProbeAsync(host, client);

        await socket.SendTextAsync("5");
        await socket.SendTextAsync("4over");

        Assert.Equal("over", await client.Handler.NextAsync());
        Assert.True(await post.IsAtEndAsync());
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
    }

    [Fact]
    public async Task Who_waited_for_room_is_served_when_the_session_has_moved()
    {
        await using var host = await EngineHost.StartAsync(options => options.OutboundRoomBytes = 1);
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await ProbeAsync(host, client);
        client.Handler.Session.Send(EncodedMessage.Text("first"u8));
        var sending = client.Handler.Session.SendAsync(EncodedMessage.Text("second"u8), TestContext.Current.CancellationToken).AsTask();
        Assert.False(sending.IsCompleted);

        await socket.SendTextAsync("5");

        Assert.Equal(["4first", "4second"], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);
        Assert.True(await sending.DefaultTimeout());
    }

    [Fact]
    public async Task Thousands_who_waited_for_room_keep_their_order()
    {
        const int Count = 5_000;
        await using var host = await EngineHost.StartAsync(options => options.OutboundRoomBytes = 1);
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await ProbeAsync(host, client);
        client.Handler.Session.Send(EncodedMessage.Text("first"u8));
        var sending = Enumerable.Range(0, Count).Select(number => client.Handler.Session.SendAsync(
            EncodedMessage.Text(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)), next: EncodedMessage.Binary([1])),
            TestContext.Current.CancellationToken).AsTask()).ToArray();

        await socket.SendTextAsync("5");

        Assert.Equal("4first", (await socket.ReadAsync()).Text);
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal($"4{i}", (await socket.ReadAsync()).Text);
            Assert.Equal("0x01", (await socket.ReadAsync()).Text);
        }

        Assert.All(await Task.WhenAll(sending).DefaultTimeout(), Assert.True);
    }

    private static async Task<RawWebSocket> ProbeAsync(EngineHost host, PollingClient client)
    {
        var socket = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={client.Sid}");
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", (await socket.ReadAsync()).Text);
        return socket;
    }
}
