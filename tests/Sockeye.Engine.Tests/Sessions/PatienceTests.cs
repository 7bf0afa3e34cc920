using System.Buffers;
using System.Net;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Sessions;

/// <summary>Sending that waits for room.</summary>
public class PatienceTests
{
    private static readonly EncodedMessage Large = EncodedMessage.Text(new byte[50_000]);

    [Fact, Trait("Behaviour", "99")]
    public async Task Who_waits_for_room_is_served_in_order_when_there_is_some()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        var (sent, first) = await FillAsync(client.Handler.Session);
        var second = client.Handler.Session.SendAsync(EncodedMessage.Text("second"u8), TestContext.Current.CancellationToken).AsTask();
        Assert.False(second.IsCompleted);

        var body = (await client.GetAsync()).Body;

        Assert.Equal(sent, body.Split('\u001e').Length);
        Assert.True(await first.DefaultTimeout());
        Assert.True(await second.DefaultTimeout());
        Assert.EndsWith("\u001e4second", (await client.GetAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gives_up_has_sent_nothing()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        var (_, first) = await FillAsync(client.Handler.Session);
        using var impatient = new CancellationTokenSource();
        var second = client.Handler.Session.SendAsync(EncodedMessage.Text("second"u8), impatient.Token).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.DefaultTimeout());

        await client.GetAsync();
        Assert.True(await first.DefaultTimeout());
        Assert.DoesNotContain("second", (await client.GetAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_makes_no_room_in_time_is_closed_as_slow()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        var client = await PollingClient.OpenAsync(host);
        var (_, waiting) = await FillAsync(client.Handler.Session);

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.False(await waiting.DefaultTimeout());
        Assert.Equal(CloseReason.SlowClient, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.False(await client.Handler.Session.SendAsync(Large, TestContext.Current.CancellationToken));
        Assert.Equal(0, host.Engine.Timers.Count);
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_poll_is_given_no_other_meanwhile()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        client.Handler.Session.Send(EncodedMessage.Text(new byte[16_000_000])); // more than the network takes
        await using var slow = await RawConnection.OpenAsync(host.Url);
        await slow.SendAsync($"GET /engine.io/?{client.Query} HTTP/1.1\nHost: localhost");
        Assert.Equal('H', await slow.ReadByteAsync());
        client.Handler.Session.Send(EncodedMessage.Text("after"u8));

        // The second one waits, so that a third is one too many.
        var answers = await Task.WhenAll(client.GetAsync(), client.GetAsync()).DefaultTimeout();

        Assert.DoesNotContain(answers, answer => answer.Body == "4after");
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.BadRequest);
        Assert.Equal("overlap from client", (await client.Handler.Closed.DefaultTimeout()).Detail);
    }

    [Fact]
    public async Task What_came_while_a_poll_was_answered_is_in_the_next()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        client.Handler.Session.Send(EncodedMessage.Text(new byte[16_000_000]));
        await using var slow = await RawConnection.OpenAsync(host.Url);
        await slow.SendAsync($"GET /engine.io/?{client.Query} HTTP/1.1\nHost: localhost");
        Assert.Equal('H', await slow.ReadByteAsync());
        client.Handler.Session.Send(EncodedMessage.Text("after"u8));
        var second = client.GetAsync();

        await slow.ReadExactlyAsync(16_000_001); // the head and most of the body; the rest is in flight

        Assert.Equal((HttpStatusCode.OK, "4after"), await second);
    }

    [Fact]
    public async Task A_buffer_that_has_to_wait_is_given_back_at_once()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        var buffer = MessageBuffer.Rent();
        buffer.Write("text"u8);

        client.Handler.Session.Send(buffer);

        var next = MessageBuffer.Rent();
        Assert.Same(buffer, next); // it holds no memory that is not counted
        next.Return();
        Assert.Equal((HttpStatusCode.OK, "4text"), await client.GetAsync());
    }

    [Theory]
    [InlineData(100, 65_536)]
    [InlineData(1_000_000, 10)]
    public async Task Past_a_hard_limit_the_session_closes_as_slow(int bytes, int packets)
    {
        await using var host = await EngineHost.StartAsync(options =>
            (options.OutboundBufferBytes, options.OutboundRoomBytes, options.OutboundBufferPackets) = (bytes, 100, packets));
        var client = await PollingClient.OpenAsync(host);
        var buffer = MessageBuffer.Rent();
        buffer.Attachments = EncodedMessage.Binary([1]);

        client.Handler.Session.Send(Large); // one message alone may be larger
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
        for (var i = 0; i < 8; i++)
        {
            client.Handler.Session.Send(EncodedMessage.Text("x"u8));
        }

        client.Handler.Session.Send(buffer);

        Assert.Equal(CloseReason.SlowClient, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    /// <summary>Sends until one has to wait.</summary>
    private static async Task<(int Sent, Task<bool> Waiting)> FillAsync(EngineSession session)
    {
        for (var sent = 0; ; sent++)
        {
            var sending = session.SendAsync(Large, TestContext.Current.CancellationToken).AsTask();
            if (!sending.IsCompleted)
            {
                return (sent, sending);
            }

            Assert.True(await sending);
        }
    }
}
