using System.Net;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Polling;

public class ClosingTests
{
    private const string NoSession = """{"code":1,"message":"Session ID unknown"}""";

    [Fact, Trait("Behaviour", "93")]
    public async Task A_waiting_poll_is_told_of_the_end()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        var poll = await client.PollAsync();

        client.Handler.Session.Close();

        Assert.Equal((HttpStatusCode.OK, "1"), await poll);
        Assert.Equal((CloseReason.ForcedClose, (string?)null), await client.Handler.Closed.DefaultTimeout());
        Assert.Equal((HttpStatusCode.BadRequest, NoSession), await client.GetAsync());
    }

    [Fact]
    public async Task The_next_poll_is_told_of_the_end()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);

        client.Handler.Session.Close();
        Assert.Equal(SessionState.Closing, client.Handler.Session.State);

        Assert.Equal((HttpStatusCode.OK, "6\u001e1"), await client.GetAsync());
        Assert.Equal(CloseReason.ForcedClose, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Theory, Trait("Behaviour", "96")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_sent_before_the_end_goes_out_before_it(bool pollIsWaiting)
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        var poll = pollIsWaiting ? await client.PollAsync() : null;

        for (var i = 0; i < 100; i++)
        {
            client.Handler.Session.Send(EncodedMessage.Text([(byte)('0' + (i % 10))]));
        }

        client.Handler.Session.Close();
        client.Handler.Session.Send(EncodedMessage.Text("too late"u8));

        // How many answers it takes depends on when the poll wakes; the closing packet comes in one of its own.
        var packets = new List<string>();
        for (var answer = await (poll ?? client.GetAsync()); ; answer = await client.GetAsync())
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            packets.AddRange(answer.Body.Split('\u001e').Where(static packet => packet != "6"));
            if (packets[^1] == "1")
            {
                break;
            }
        }

        Assert.Equal([.. Enumerable.Range(0, 100).Select(static i => $"4{i % 10}"), "1"], packets);
        Assert.Equal(CloseReason.ForcedClose, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task A_client_that_never_comes_back_is_given_half_a_minute()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        var client = await PollingClient.OpenAsync(host);

        client.Handler.Session.Close();
        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(SessionState.Closing, client.Handler.Session.State);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(CloseReason.ForcedClose, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.Equal(0, host.Engine.SessionCount);
        Assert.Equal(0, host.Engine.Timers.Count);
    }

    [Fact]
    public async Task A_closing_session_needs_no_heartbeat()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(options => options.PingInterval = options.PingTimeout = TimeSpan.FromMilliseconds(100), time);
        var client = await PollingClient.OpenAsync(host);

        client.Handler.Session.Close();
        time.Advance(TimeSpan.FromSeconds(29));

        Assert.Equal((HttpStatusCode.OK, "6\u001e1"), await client.GetAsync());
    }

    [Fact, Trait("Behaviour", "96")]
    public async Task Discarding_ends_at_once()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        client.Handler.Session.Send(EncodedMessage.Text("dropped"u8));

        client.Handler.Session.Close(CloseMode.Discard);

        Assert.Equal(CloseReason.ForcedClose, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.True(client.Handler.Session.Closed.IsCancellationRequested);
        Assert.Equal((HttpStatusCode.BadRequest, NoSession), await client.GetAsync());
    }

    [Fact, Trait("Behaviour", "96")]
    public async Task Closing_the_engine_answers_waiting_polls_and_refuses_new_sessions()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        var token = client.Handler.Session.Closed;
        var poll = await client.PollAsync();

        await host.Engine.CloseAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Equal((HttpStatusCode.OK, "1"), await poll);
        Assert.Equal(CloseReason.ServerShuttingDown, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.True(token.IsCancellationRequested);
        using var refused = await host.Http.GetAsync(new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }
}
