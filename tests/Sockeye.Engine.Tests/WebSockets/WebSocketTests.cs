using System.Text;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.WebSockets;

public class WebSocketTests
{
    [Fact]
    public async Task The_handshake_is_that_of_RFC_6455()
    {
        await using var host = await EngineHost.StartAsync();
        await using var socket = await RawWebSocket.OpenAsync(host, headers: "\nSec-WebSocket-Protocol: one, two");

        Assert.Equal("websocket", socket.Accepted.Header("Upgrade"));
        Assert.Equal("Upgrade", socket.Accepted.Header("Connection"));
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", socket.Accepted.Header("Sec-WebSocket-Accept"));
        Assert.Equal("one", socket.Accepted.Header("Sec-WebSocket-Protocol"));
        Assert.Null(socket.Accepted.Header("Set-Cookie"));
        var open = await socket.ReadAsync();
        Assert.Equal($$"""0{"sid":"{{host.Sessions.Single().Session.Id}}","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""", open.Text);
    }

    [Fact]
    public async Task Messages_travel_both_ways_one_a_frame()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendTextAsync("4a");
        await socket.SendTextAsync("4");
        await socket.SendAsync(WireFrame.BinaryFrame, new byte[] { 1, 2, 3 });
        await socket.SendAsync(WireFrame.BinaryFrame, default);
        await socket.SendTextAsync("bAQID");
        Assert.Equal(["a", "", "0x010203", "0x", "0x010203"], await NextAsync(handler, 5));

        handler.Session.Send(EncodedMessage.Text("é"u8, next: EncodedMessage.Binary([4, 5], next: EncodedMessage.Binary([]))));
        var buffer = MessageBuffer.Rent();
        Encoding.UTF8.GetBytes(new string('x', 70_000), buffer);
        handler.Session.Send(buffer);
        Assert.Equal(["4é", "0x0405", "0x", "4" + new string('x', 70_000)], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);
    }

    [Fact]
    public async Task A_client_that_takes_no_binary_frames_gets_base64()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host, "&b64=1");
        await using var _ = socket;

        handler.Session.Send(EncodedMessage.Text("a"u8, next: EncodedMessage.Binary([1, 2, 3])));
        handler.Session.Send(EncodedMessage.Binary([1]));

        Assert.Equal(["4a", "bAQID", "bAQ=="], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7x")]
    [InlineData("x")]
    public async Task What_is_no_packet_ends_the_session(string text)
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendTextAsync(text);

        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.ParseError, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task A_clients_ping_packet_has_the_wrong_direction()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendTextAsync("2");

        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal((CloseReason.TransportError, "invalid heartbeat direction"), await handler.Closed.DefaultTimeout());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("5")]
    [InlineData("6")]
    [InlineData("3")]
    public async Task Packets_without_a_meaning_here_are_ignored(string packet)
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendTextAsync(packet);
        await socket.SendTextAsync("4still here");

        Assert.Equal("still here", await handler.NextAsync());
    }

    [Fact]
    public async Task A_closing_packet_ends_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendTextAsync("1");

        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.TransportClose, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task A_clients_closing_frame_is_answered_with_its_own_status()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendAsync(WireFrame.CloseFrame, new byte[] { 0x03, 0xe9 });

        var answer = await socket.ReadAsync();
        Assert.Equal((WireFrame.CloseFrame, "03e9"), (answer.FirstByte, Convert.ToHexStringLower(answer.Payload)));
        Assert.True(await socket.Connection.IsAtEndAsync());
        Assert.Equal((CloseReason.TransportClose, (string?)null), await handler.Closed.DefaultTimeout());
    }

    [Fact]
    public async Task A_client_that_vanishes_closes_its_session_without_noise()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);

        socket.Connection.Reset();

        Assert.Equal(CloseReason.TransportClose, (await handler.Closed.DefaultTimeout()).Reason);
        handler.Session.Send(EncodedMessage.Text("into the void"u8));
        Assert.Equal(0, host.Engine.SessionCount);
    }

    [Fact, Trait("Behaviour", "97")]
    public async Task A_message_may_have_the_limit_and_not_a_byte_more()
    {
        await using var host = await EngineHost.StartAsync(options => options.MaxPayload = 10_000);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendTextAsync("4" + new string('x', 9_999));
        Assert.Equal(9_999, (await handler.NextAsync()).Length);
        await socket.SendAsync(0x01, new byte[6_000]); // in two fragments
        await socket.SendAsync(0x80, new byte[6_000]);

        Assert.Equal(1009, await socket.ReadCloseAsync());
        Assert.Equal((CloseReason.TransportError, "Max payload size exceeded"), await handler.Closed.DefaultTimeout());
    }

    [Fact]
    public async Task A_message_in_too_many_pieces_ends_the_session()
    {
        await using var host = await EngineHost.StartAsync(options => options.MaxFragmentsPerMessage = 100);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendAsync(0x01, "4"u8.ToArray());
        await socket.Connection.SendAsync(Enumerable.Repeat(RawWebSocket.Frame(0x00, "x"u8), 200).SelectMany(static frame => frame).ToArray());

        Assert.Equal(WireFrame.CloseFrame, (await socket.ReadAsync()).FirstByte);
        Assert.Equal((CloseReason.TransportError, "too many fragments"), await handler.Closed.DefaultTimeout());
    }

    [Theory, Trait("Behaviour", "86")]
    [InlineData(0xc1, true)] // a reserved bit
    [InlineData(0xa1, true)]
    [InlineData(0x91, true)]
    [InlineData(0x83, true)] // a reserved opcode
    [InlineData(0x80, true)] // a continuation of nothing
    [InlineData(0x09, true)] // a control frame in fragments
    [InlineData(0x81, false)] // no mask
    public async Task A_bad_frame_right_after_the_handshake_ends_the_session(int firstByte, bool mask)
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\n{RawWebSocket.Handshake}");
        await connection.SendAsync(RawWebSocket.Frame(firstByte, "4a"u8, mask));
        await using var socket = new RawWebSocket(connection);
        Assert.Equal(101, (await connection.ReadResponseAsync()).Status);
        await socket.ReadAsync();

        Assert.Equal(1002, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.TransportError, (await host.Sessions.Single().Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_ends_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendAsync(WireFrame.TextFrame, new byte[] { (byte)'4', 0xc3, 0x28 });

        Assert.Equal(1007, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.TransportError, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Theory]
    [InlineData("8" + "1ffffffffffffffffff")]
    [InlineData("81ff7fffffffffffffff")]
    public async Task A_frame_of_a_huge_length_costs_no_more_than_the_limit(string head)
    {
        await using var host = await EngineHost.StartAsync(options => options.MaxPayload = 10_000);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.Connection.SendAsync(Convert.FromHexString(head));
        await socket.Connection.SendAsync(new byte[20_000]);

        Assert.Equal(WireFrame.CloseFrame, (await socket.ReadAsync()).FirstByte);
        Assert.Equal(CloseReason.TransportError, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task What_was_sent_before_the_end_goes_out_before_it()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        for (var i = 0; i < 1_000; i++)
        {
            handler.Session.Send(EncodedMessage.Text(Encoding.UTF8.GetBytes($"{i} {new string('x', 2_000)}")));
        }

        handler.Session.Close();
        handler.Session.Send(EncodedMessage.Text("too late"u8));

        for (var i = 0; i < 1_000; i++)
        {
            Assert.StartsWith($"4{i} ", (await socket.ReadAsync()).Text, StringComparison.Ordinal);
        }

        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.ForcedClose, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task A_client_that_does_not_answer_the_closing_frame_is_cut_off()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        handler.Session.Close();
        Assert.Equal(WireFrame.CloseFrame, (await socket.ReadAsync()).FirstByte);
        await handler.Closed.DefaultTimeout();
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.True(await socket.Connection.IsAtEndAsync());
    }

    [Theory]
    [InlineData("EIO=4&transport=polling")]
    [InlineData("EIO=4&transport=polling&sid={0}")]
    [InlineData("EIO=4&transport=websocket&sid={0}")]
    public async Task A_WebSocket_that_has_no_business_here_is_closed_at_once(string query)
    {
        await using var host = await EngineHost.StartAsync();
        var (first, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = first;

        await using var second = await RawWebSocket.OpenAsync(host, query.Replace("{0}", handler.Session.Id, StringComparison.Ordinal));

        Assert.Equal(1005, await second.ReadCloseAsync());
        Assert.Equal(SessionState.Open, handler.Session.State);
    }

    [Fact]
    public async Task The_request_stays_readable_when_it_is_over()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host, "&token=abc");
        var request = handler.Session.Request;
        Assert.Equal("localhost", request.Headers.Host);

        socket.Connection.Reset();
        await handler.Closed.DefaultTimeout();
        await host.Engine.CloseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("abc", request.Query["token"]);
        Assert.Equal("/engine.io/?EIO=4&transport=websocket&token=abc", request.Url);
        Assert.Equal("127.0.0.1", request.RemoteAddress?.ToString());
        Assert.False(request.User.Identity?.IsAuthenticated ?? false);
        Assert.False(request.IsSecure || request.IsCrossDomain);
        Assert.Throws<InvalidOperationException>(() => request.Headers.Clear());
    }

    private static async Task<List<string>> NextAsync(RecordingHandler handler, int count)
    {
        var messages = new List<string>();
        while (messages.Count < count)
        {
            messages.Add(await handler.NextAsync());
        }

        return messages;
    }
}
