using System.Net;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.SlowClients;

/// <summary>What becomes of packets for a client that does not read, by policy.</summary>
public class SlowClientPolicyTests
{
    private static readonly EncodedMessage Small = EncodedMessage.Text("x"u8);

    [Fact]
    public async Task With_Close_one_packet_too_many_closes_the_client_and_is_counted()
    {
        await using var host = await EngineHost.StartAsync(options => options.OutboundBufferPackets = 3);
        var client = await PollingClient.OpenAsync(host);
        var session = client.Handler.Session;

        for (var i = 0; i < 3; i++)
        {
            Assert.True(session.Send(Small));
        }

        Assert.Equal(3, session.Outbound.WaitingPackets);
        Assert.False(session.Send(Small));

        Assert.Equal(CloseReason.SlowClient, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.Equal(new OutboundTotals(0, 0, 0, SlowClients: 1), host.Engine.MeasureOutbound());
    }

    [Theory]
    [InlineData(3, 1_000_000)]
    [InlineData(1_000, 60)]
    public async Task With_Drop_what_does_not_fit_is_dropped_and_counted_and_the_rest_arrives(int packets, int bytes)
    {
        await using var host = await EngineHost.StartAsync(options => (options.SlowClientPolicy, options.OutboundBufferPackets, options.OutboundBufferBytes, options.OutboundRoomBytes) =
            (SlowClientPolicy.Drop, packets, bytes, 60));
        var client = await PollingClient.OpenAsync(host);
        var session = client.Handler.Session;

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(i < 3, session.Send(EncodedMessage.Text([(byte)('0' + i)])));
        }

        Assert.Equal(7, session.Outbound.DroppedPackets);
        Assert.Equal(session.Outbound.WaitingBytes, host.Engine.MeasureOutbound().WaitingBytes);
        Assert.Equal((3, 7, 0), host.Engine.MeasureOutbound() is var totals ? (totals.WaitingPackets, totals.DroppedPackets, totals.SlowClients) : default);
        Assert.Equal((HttpStatusCode.OK, "40\u001e41\u001e42"), await client.GetAsync());
        Assert.True(session.Send(EncodedMessage.Text("again"u8)));
        Assert.Equal((HttpStatusCode.OK, "4again"), await client.GetAsync());
        Assert.Equal(SessionState.Open, session.State);
    }

    [Fact]
    public async Task With_Drop_a_ping_still_goes_out()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(options => (options.SlowClientPolicy, options.OutboundBufferPackets) = (SlowClientPolicy.Drop, 2), time);
        var client = await PollingClient.OpenAsync(host);
        for (var i = 0; i < 5; i++)
        {
            client.Handler.Session.Send(Small);
        }

        time.Advance(TimeSpan.FromSeconds(25.1));

        Assert.Equal((HttpStatusCode.OK, "4x\u001e4x\u001e2"), await client.GetAsync());
    }

    [Fact, Trait("Behaviour", "103")]
    public async Task A_ping_has_its_turn_amid_a_large_backlog()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(_ => { }, time);
        var client = await PollingClient.OpenAsync(host);
        for (var i = 0; i < 20_000; i++)
        {
            if (i == 10_000)
            {
                time.Advance(TimeSpan.FromSeconds(25.1));
            }

            client.Handler.Session.Send(Small);
        }

        var (status, body) = await client.GetAsync();
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([.. Enumerable.Repeat("4x", 10_000), "2", .. Enumerable.Repeat("4x", 10_000)], body.Split('\u001e'));
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
    }

    [Fact]
    public async Task With_Drop_who_waited_for_room_in_vain_has_sent_nothing_and_the_client_stays()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(options => (options.SlowClientPolicy, options.OutboundBufferPackets) = (SlowClientPolicy.Drop, 2), time);
        var client = await PollingClient.OpenAsync(host);
        var session = client.Handler.Session;
        session.Send(Small);
        var waiting = session.SendAsync(EncodedMessage.Text("late"u8), TestContext.Current.CancellationToken).AsTask();

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.False(await waiting.DefaultTimeout());
        Assert.Equal(1, session.Outbound.DroppedPackets);
        Assert.Equal((HttpStatusCode.OK, "4x"), await client.GetAsync());
    }

    [Fact]
    public async Task With_Wait_a_client_that_comes_back_within_its_budget_in_time_loses_nothing()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(options => (options.SlowClientPolicy, options.OutboundBufferPackets) = (SlowClientPolicy.Wait, 2), time);
        var client = await PollingClient.OpenAsync(host);
        var session = client.Handler.Session;

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                Assert.True(session.Send(Small));
            }

            time.Advance(TimeSpan.FromSeconds(7));
            Assert.Equal((HttpStatusCode.OK, "4x\u001e4x\u001e4x\u001e4x"), await client.GetAsync());
        }

        Assert.Equal(SessionState.Open, session.State);
        Assert.Equal(1, host.Engine.Timers.Count); // the heartbeat
    }

    [Fact]
    public async Task With_Wait_a_client_that_stays_beyond_its_budget_is_closed_when_its_time_is_over()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(options => (options.SlowClientPolicy, options.OutboundBufferPackets) = (SlowClientPolicy.Wait, 2), time);
        var client = await PollingClient.OpenAsync(host);

        for (var i = 0; i < 3; i++)
        {
            client.Handler.Session.Send(Small);
        }

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(CloseReason.SlowClient, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.Equal(0, host.Engine.Timers.Count);
    }

    [Fact]
    public async Task With_Wait_a_client_for_which_twice_its_budget_waits_is_closed_at_once()
    {
        await using var host = await EngineHost.StartAsync(options => (options.SlowClientPolicy, options.OutboundBufferPackets) = (SlowClientPolicy.Wait, 2));
        var client = await PollingClient.OpenAsync(host);

        for (var i = 0; i < 4; i++)
        {
            Assert.True(client.Handler.Session.Send(Small));
        }

        Assert.False(client.Handler.Session.Send(Small));

        Assert.Equal(CloseReason.SlowClient, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.Equal(0, host.Engine.Timers.Count);
    }

    [Fact]
    public async Task Who_waits_for_room_waits_for_packets_as_well_as_for_bytes()
    {
        await using var host = await EngineHost.StartAsync(options => options.OutboundBufferPackets = 10);
        var client = await PollingClient.OpenAsync(host);
        var session = client.Handler.Session;
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await session.SendAsync(Small, TestContext.Current.CancellationToken));
        }

        var waiting = Enumerable.Range(0, 20).Select(_ => session.SendAsync(Small, TestContext.Current.CancellationToken).AsTask()).ToArray();
        Assert.DoesNotContain(waiting, static sending => sending.IsCompleted);
        var received = 0;
        while (received < 25)
        {
            received += (await client.GetAsync()).Body.Count(static letter => letter == 'x');
        }

        Assert.All(await Task.WhenAll(waiting).DefaultTimeout(), Assert.True);
    }

    [Theory]
    [InlineData(SlowClientPolicy.Close)]
    [InlineData(SlowClientPolicy.Drop)]
    [InlineData(SlowClientPolicy.Wait)]
    public async Task A_WebSocket_that_is_not_read_from_costs_bounded_memory(SlowClientPolicy policy)
    {
        await using var host = await EngineHost.StartAsync(options => (options.SlowClientPolicy, options.OutboundBufferBytes) = (policy, 1_000_000));
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var reader = socket;
        var message = EncodedMessage.Text(new byte[10_000]);
        var most = 0L;

        for (var i = 0; i < 10_000; i++) // 100 MB, far more than the network takes
        {
            handler.Session.Send(message);
            most = Math.Max(most, handler.Session.Outbound.WaitingBytes);
        }

        Assert.InRange(most, 900_000, policy == SlowClientPolicy.Wait ? 2_000_000 : 1_000_000);
        if (policy == SlowClientPolicy.Drop)
        {
            Assert.Equal(SessionState.Open, handler.Session.State);
            Assert.InRange(handler.Session.Outbound.DroppedPackets, 1_000, 10_000);
        }
        else
        {
            Assert.Equal(CloseReason.SlowClient, (await handler.Closed.DefaultTimeout()).Reason);
            Assert.Equal(0, handler.Session.Outbound.WaitingBytes);
        }
    }
}
