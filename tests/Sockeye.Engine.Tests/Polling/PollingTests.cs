using System.Net;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Polling;

public class PollingTests
{
    private const string NoSession = """{"code":1,"message":"Session ID unknown"}""";

    [Fact]
    public async Task Packets_travel_in_payloads_both_ways()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);

        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("4a\u001ebAQID\u001e4é"));
        Assert.Equal(["a", "0x010203", "é"], [await client.Handler.NextAsync(), await client.Handler.NextAsync(), await client.Handler.NextAsync()]);
        client.Handler.Session.Send(EncodedMessage.Text("a"u8, next: EncodedMessage.Binary([1, 2, 3])));
        client.Handler.Session.Send(EncodedMessage.Text("é"u8));

        Assert.Equal((HttpStatusCode.OK, "4a\u001ebAQID\u001e4é"), await client.GetAsync());
    }

    [Fact, Trait("Behaviour", "102")]
    public async Task The_answers_have_the_protocols_headers()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        client.Handler.Session.Send(EncodedMessage.Text("a"u8));
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nUser-Agent: Mozilla/5.0 (compatible;MSIE 10.0; Trident/6.0)");
        var get = await connection.ReadResponseAsync();
        await connection.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nContent-Length: 2", "4x");
        var post = await connection.ReadResponseAsync();

        Assert.Equal(
            (200, "text/plain; charset=UTF-8", "2", "no-store", "0"),
            (get.Status, get.Header("Content-Type"), get.Header("Content-Length"), get.Header("Cache-Control"), get.Header("X-XSS-Protection")));
        Assert.Equal((200, "text/html", "2", "ok"), (post.Status, post.Header("Content-Type"), post.Header("Content-Length"), post.Text));
    }

    [Fact]
    public async Task A_waiting_poll_is_answered_as_soon_as_there_is_something()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);

        var poll = await client.PollAsync();
        Assert.True(client.Handler.Session.TrySendVolatile(EncodedMessage.Text("now"u8)));

        Assert.Equal((HttpStatusCode.OK, "4now"), await poll);
        Assert.False(client.Handler.Session.IsWritable);
        Assert.False(client.Handler.Session.TrySendVolatile(EncodedMessage.Text("lost"u8)));
    }

    [Fact]
    public async Task A_second_poll_is_refused_and_ends_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);

        var first = await client.PollAsync();
        var second = await client.GetAsync();

        Assert.Equal((HttpStatusCode.BadRequest, ""), second);
        Assert.Equal((CloseReason.TransportError, "overlap from client"), await client.Handler.Closed.DefaultTimeout());
        Assert.Equal((HttpStatusCode.OK, "1"), await first);
        Assert.Equal((HttpStatusCode.BadRequest, NoSession), await client.GetAsync());
    }

    [Fact]
    public async Task A_second_post_is_refused_ends_the_session_and_cuts_the_first_one_off()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var first = await RawConnection.OpenAsync(host.Url);
        await BeginPostAsync(first, client);

        var second = await client.PostAsync("4b");

        Assert.Equal((HttpStatusCode.BadRequest, ""), second);
        Assert.Equal((CloseReason.TransportError, "data request overlap from client"), await client.Handler.Closed.DefaultTimeout());
        Assert.True(await first.IsAtEndAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("7")]
    [InlineData("4before\u001eX\u001e4after")]
    [InlineData("4before\u001e\u001e4after")]
    public async Task A_payload_that_is_none_is_answered_ok_and_ends_the_session(string payload)
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);

        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync(payload));

        Assert.Equal((CloseReason.ParseError, (string?)null), await client.Handler.Closed.DefaultTimeout());
        Assert.Equal(payload.Contains("before", StringComparison.Ordinal) ? ["before"] : [], await client.Handler.Messages.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((HttpStatusCode.BadRequest, NoSession), await client.PostAsync("4x"));
    }

    [Fact]
    public async Task More_packets_than_allowed_are_a_parse_error()
    {
        await using var host = await EngineHost.StartAsync(options => options.MaxPacketsPerPayload = 2);
        var client = await PollingClient.OpenAsync(host);

        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("4a\u001e4b"));
        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("4a\u001e4b\u001e4c"));

        Assert.Equal(CloseReason.ParseError, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task A_clients_ping_has_the_wrong_direction()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);

        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("2"));

        Assert.Equal((CloseReason.TransportError, "invalid heartbeat direction"), await client.Handler.Closed.DefaultTimeout());
    }

    [Fact, Trait("Behaviour", "93")]
    public async Task A_clients_closing_packet_ends_its_poll_with_nothing()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        var poll = await client.PollAsync();

        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("1\u001e4ignored"));

        Assert.Equal((HttpStatusCode.OK, "6"), await poll);
        Assert.Equal((CloseReason.TransportClose, (string?)null), await client.Handler.Closed.DefaultTimeout());
        Assert.False(await client.Handler.Messages.WaitToReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact, Trait("Behaviour", "95")]
    public async Task A_poll_that_breaks_off_ends_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);
        await connection.SendAsync($"GET /engine.io/?{client.Query} HTTP/1.1\nHost: localhost");
        await Eventually.TrueAsync(() => client.Handler.Session.IsWritable);

        connection.Reset();

        Assert.Equal((CloseReason.TransportError, "poll connection closed prematurely"), await client.Handler.Closed.DefaultTimeout());
    }

    [Fact, Trait("Behaviour", "95")]
    public async Task A_post_that_breaks_off_ends_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);
        await BeginPostAsync(connection, client);

        connection.Reset();

        Assert.Equal((CloseReason.TransportError, "data request connection closed prematurely"), await client.Handler.Closed.DefaultTimeout());
    }

    [Fact, Trait("Behaviour", "95")]
    public async Task A_binary_body_is_refused_and_ends_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nContent-Type: application/octet-stream\nContent-Length: 2", "4a");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal((400, ""), (answer.Status, answer.Text));
        Assert.Equal((CloseReason.TransportError, "invalid content"), await client.Handler.Closed.DefaultTimeout());
    }

    [Theory, Trait("Behaviour", "97"), Trait("Behaviour", "98"), Trait("Behaviour", "106")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_may_have_the_limit_and_not_a_byte_more(bool chunked)
    {
        await using var host = await EngineHost.StartAsync(options => options.MaxPayload = 5_000);
        var client = await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        var fits = await SendAsync(4_999);
        var tooLarge = await SendAsync(5_000);

        Assert.Equal((200, "ok"), (fits.Status, fits.Text));
        Assert.Equal(4_999, (await client.Handler.NextAsync()).Length);
        Assert.Equal((413, ""), (tooLarge.Status, tooLarge.Text));
        Assert.Equal(SessionState.Open, client.Handler.Session.State);

        async Task<RawResponse> SendAsync(int length)
        {
            var body = "4" + new string('x', length);
            var head = $"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\n";
            await (chunked
                ? connection.SendAsync(head + "Transfer-Encoding: chunked", $"3\r\n{body[..3]}\r\n{body.Length - 3:x}\r\n{body[3..]}\r\n0\r\n\r\n")
                : connection.SendAsync(head + $"Content-Length: {body.Length}", body));
            return await connection.ReadResponseAsync();
        }
    }

    [Fact]
    public async Task A_post_is_answered_when_its_messages_have_been_handled()
    {
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(onSession: session => new RecordingHandler(session)
        {
            OnMessage = async (_, _, _) => await handled.Task,
        });
        var client = await PollingClient.OpenAsync(host);

        var post = client.PostAsync("4a\u001e4b");
        Assert.Equal("a", await client.Handler.NextAsync());
        Assert.False(post.IsCompleted);
        Assert.False(client.Handler.Messages.TryRead(out _));
        handled.SetResult();

        Assert.Equal((HttpStatusCode.OK, "ok"), await post);
        Assert.Equal("b", await client.Handler.NextAsync());
    }

    /// <summary>Begins a POST, and waits until the engine asks for its body.</summary>
    private static async Task BeginPostAsync(RawConnection connection, PollingClient client)
    {
        await connection.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nExpect: 100-continue\nContent-Length: 10");
        Assert.Equal(100, (await connection.ReadResponseAsync()).Status);
        await connection.SendAsync("4half"u8.ToArray());
    }
}
