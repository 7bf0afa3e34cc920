using System.Net;
using System.Text;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Revision3;

/// <summary>What clients of protocol revision 3 send and are sent, byte for byte.</summary>
[Trait("Behaviour", "83")]
public class Revision3Tests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData("EIO=3&transport=polling")]
    [InlineData("transport=polling")]
    [InlineData("EIO=abc&transport=polling&j=0")]
    public async Task Where_they_are_not_let_in_they_are_told_so(string query)
    {
        await using var host = await EngineHost.StartAsync();

        var (status, type, body) = await Revision3Client.GetAsync(host, query);

        Assert.Equal((HttpStatusCode.BadRequest, "application/json"), (status, type));
        Assert.Equal("""{"code":5,"message":"Unsupported protocol version"}""", Encoding.UTF8.GetString(body));
    }

    [Fact]
    public async Task The_handshake_has_its_length_in_front()
    {
        await using var host = await Revision3Client.StartHostAsync();

        var (status, type, body) = await Revision3Client.GetAsync(host, "EIO=3&transport=polling");

        var text = Encoding.UTF8.GetString(body);
        var sid = host.Sessions.Single().Session.Id;
        Assert.Equal((HttpStatusCode.OK, "text/plain; charset=UTF-8"), (status, type));
        Assert.Equal($$"""118:0{"sid":"{{sid}}","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""", text);
        Assert.Equal(3, host.Sessions.Single().Session.ProtocolRevision);
    }

    [Fact]
    public async Task Text_is_counted_in_characters_and_a_batch_with_binary_is_bytes()
    {
        await using var host = await Revision3Client.StartHostAsync();
        var client = await Revision3Client.OpenAsync(host);
        var session = client.Handler.Session;
        session.Send(EncodedMessage.Text("\u00e9\u20ac"u8));
        session.Send(EncodedMessage.Text("\ud83d\ude00"u8));
        Assert.Equal("3:4\u00e9\u20ac3:4\ud83d\ude00", await client.PollAsync());

        session.Send(EncodedMessage.Binary([1, 2, 3], next: EncodedMessage.Text("\u00e9"u8)));
        Assert.Equal("0104ff040102030003ff34c3a9", await client.PollAsync());
    }

    [Theory]
    [InlineData("&b64=1")]
    [InlineData("&b64=")]
    public async Task A_client_that_takes_no_binary_gets_base64(string query)
    {
        await using var host = await Revision3Client.StartHostAsync();
        var client = await Revision3Client.OpenAsync(host, query);
        client.Handler.Session.Send(EncodedMessage.Text("a"u8, next: EncodedMessage.Binary([1, 2, 3])));
        Assert.Equal("2:4a6:b4AQID", await client.PollAsync());
    }

    [Fact]
    public async Task What_a_client_posts_is_taken_in_text_and_in_bytes()
    {
        await using var host = await Revision3Client.StartHostAsync();
        var client = await Revision3Client.OpenAsync(host);

        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("3:4\u00e9\u20ac6:b4AQID1:2"));
        Assert.Equal(["\u00e9\u20ac", "0x010203"], [await client.Handler.NextAsync(), await client.Handler.NextAsync()]);
        Assert.Equal("1:3", await client.PollAsync());

        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync(Convert.FromHexString("0104ff040102030003ff34c3a9"), "application/octet-stream"));
        Assert.Equal(["0x010203", "\u00e9"], [await client.Handler.NextAsync(), await client.Handler.NextAsync()]);

        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("1:1"));
        Assert.Equal(CloseReason.TransportClose, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5:4x")]
    [InlineData("x:4x")]
    [InlineData("1:9")]
    [InlineData("4294967296:4")]
    [InlineData("99999999999999999999999:4")]
    [InlineData(":4")]
    public async Task A_payload_that_is_none_ends_the_session(string payload)
    {
        await using var host = await Revision3Client.StartHostAsync();
        var client = await Revision3Client.OpenAsync(host);
        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync(payload));
        Assert.Equal(CloseReason.ParseError, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Theory]
    [InlineData("01")]
    [InlineData("0109ff04")]
    [InlineData("0101ff09")]
    [InlineData("0101010101010101010101010101ff04")]
    [InlineData("0002ff34ff")]
    public async Task Bytes_that_are_no_payload_end_the_session(string hex)
    {
        await using var host = await Revision3Client.StartHostAsync();
        var client = await Revision3Client.OpenAsync(host);
        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync(Convert.FromHexString(hex), "application/octet-stream"));
        Assert.Equal(CloseReason.ParseError, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task Random_bodies_end_sessions_and_nothing_else()
    {
        await using var host = await Revision3Client.StartHostAsync();
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var client = await Revision3Client.OpenAsync(host, i % 5 == 0 ? "&j=1" : "");
            var body = new byte[random.Next(30)];
            random.NextBytes(body);
            for (var at = 0; at < body.Length; at++)
            {
                body[at] = random.Next(2) == 0 ? body[at] : (byte)"0123456789:b4d=%\\n"[random.Next(18)];
            }

            if (i % 2 == 0 && i % 5 > 0)
            {
                Assert.Equal(HttpStatusCode.OK, (await client.PostAsync([(byte)random.Next(2), .. body], "application/octet-stream")).Status);
            }
            else
            {
                Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(body)).Status);
            }
        }
    }

    [Fact]
    public async Task A_client_asks_and_is_answered_and_may_not_be_the_one_who_answers()
    {
        await using var host = await Revision3Client.StartHostAsync();
        await using var socket = await OpenSocketAsync(host);
        await socket.SendTextAsync("2");
        Assert.Equal("3", (await socket.ReadAsync()).Text);
        await socket.SendTextAsync("3");
        Assert.Equal((CloseReason.TransportError, "invalid heartbeat direction"), await host.Sessions.Single().Closed.DefaultTimeout());
    }

    [Fact]
    public async Task Binary_frames_have_their_type_in_front_both_ways()
    {
        await using var host = await Revision3Client.StartHostAsync();
        await using var socket = await OpenSocketAsync(host);
        var handler = host.Sessions.Single();
        await socket.SendAsync(WireFrame.BinaryFrame, new byte[] { 4, 1, 2, 3 });
        await socket.SendTextAsync("b4AQID");
        await socket.SendTextAsync("4\u00e9");
        Assert.Equal(["0x010203", "0x010203", "\u00e9"], [await handler.NextAsync(), await handler.NextAsync(), await handler.NextAsync()]);

        handler.Session.Send(EncodedMessage.Text("a"u8, next: EncodedMessage.Binary([1, 2])));
        Assert.Equal(["4a", "0x040102"], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);

        await socket.SendAsync(WireFrame.BinaryFrame, new byte[] { 9, 1 });
        Assert.Equal(CloseReason.ParseError, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task A_socket_that_takes_no_binary_gets_base64()
    {
        await using var host = await Revision3Client.StartHostAsync();
        await using var socket = await OpenSocketAsync(host, "&b64=1");
        host.Sessions.Single().Session.Send(EncodedMessage.Binary([1, 2, 3]));
        var buffer = MessageBuffer.Rent();
        buffer.IsBinary = true;
        buffer.GetSpan(1)[0] = 9;
        buffer.Advance(1);
        host.Sessions.Single().Session.Send(buffer);
        Assert.Equal(["b4AQID", "b4CQ=="], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);
    }

    [Fact]
    public async Task A_session_is_upgraded()
    {
        await using var host = await Revision3Client.StartHostAsync();
        var client = await Revision3Client.OpenAsync(host);
        var poll = client.PollAsync();
        await using var socket = await RawWebSocket.OpenAsync(host, $"EIO=3&transport=websocket&sid={client.Sid}");
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", (await socket.ReadAsync()).Text);
        Assert.Equal("1:6", await poll);
        client.Handler.Session.Send(EncodedMessage.Binary([7]));
        await socket.SendTextAsync("5");
        Assert.Equal("0x0407", (await socket.ReadAsync()).Text);
    }

    [Theory]
    [InlineData("EIO=4&transport=polling")]
    [InlineData("EIO=4&transport=websocket")]
    public async Task A_session_keeps_its_revision(string query)
    {
        await using var host = await Revision3Client.StartHostAsync();
        var client = await Revision3Client.OpenAsync(host);
        var (status, _, body) = await Revision3Client.GetAsync(host, $"{query}&sid={client.Sid}");
        Assert.Equal((HttpStatusCode.BadRequest, """{"code":3,"message":"Bad request"}"""), (status, Encoding.UTF8.GetString(body)));
    }

    [Fact]
    public async Task A_client_that_falls_silent_ends_when_its_time_is_over_and_not_before_also_once_it_was_upgraded()
    {
        var time = new ManualTimeProvider();
        await using var host = await Revision3Client.StartHostAsync(
            options => (options.PingInterval, options.PingTimeout) = (Interval, Timeout), time);
        var client = await Revision3Client.OpenAsync(host);
        await using var socket = await RawWebSocket.OpenAsync(host, $"EIO=3&transport=websocket&sid={client.Sid}");
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", (await socket.ReadAsync()).Text);
        await socket.SendTextAsync("5");
        for (var round = 0; round < 3; round++)
        {
            time.Advance(Interval + Timeout - TimeSpan.FromMilliseconds(1));
            await socket.SendTextAsync("2");
            Assert.Equal("3", (await socket.ReadAsync()).Text); // and no ping of the server's
        }

        await socket.SendTextAsync("4message"); // is no ping
        Assert.Equal("message", await client.Handler.NextAsync());
        await socket.PassAsync();
        time.Advance(Interval + Timeout - TimeSpan.FromMilliseconds(1));
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
        time.Advance(TimeSpan.FromMilliseconds(1) + Tolerance);
        Assert.Equal(CloseReason.PingTimeout, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Theory]
    [InlineData("EIO=3", "3:4\u00e9\u20ac", "2:4a6:b4AQID")]
    [InlineData("EIO=4", "4\u00e9\u20ac", "4a\\u001ebAQID")]
    public async Task Jsonp_answers_with_scripts_and_takes_forms(string revision, string sent, string answer)
    {
        await using var host = await Revision3Client.StartHostAsync();
        var client = await Revision3Client.OpenAsync(host, "&j=1%5D%2F2", revision);
        var form = $"d={Uri.EscapeDataString(sent)}";
        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync(Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded"));
        Assert.Equal("\u00e9\u20ac", await client.Handler.NextAsync());

        client.Handler.Session.Send(EncodedMessage.Text("a"u8, next: EncodedMessage.Binary([1, 2, 3])));
        Assert.Equal($"___eio[12](\"{answer}\");", await client.PollAsync());
    }

    private static async Task<RawWebSocket> OpenSocketAsync(EngineHost host, string query = "")
    {
        var socket = await RawWebSocket.OpenAsync(host, $"EIO=3&transport=websocket{query}");
        Assert.StartsWith("""0{"sid":""", (await socket.ReadAsync()).Text, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => !host.Sessions.IsEmpty); // the packet goes out before the handler is made

        return socket;
    }
}
