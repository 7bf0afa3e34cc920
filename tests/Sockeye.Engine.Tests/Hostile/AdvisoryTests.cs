using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Hostile;

/// <summary>What brought other implementations of Engine.IO and WebSockets down, sent to this one; docs/advisories.md lists them.</summary>
public class AdvisoryTests
{
    private const string UnknownTransport = """{"code":0,"message":"Transport unknown"}""";

    [Fact, Trait("Advisory", "CVE-2017-16031")]
    public async Task Ids_cannot_be_guessed_from_each_other()
    {
        await using var host = await EngineHost.StartAsync();
        var ids = new HashSet<string>();
        var ones = new int[96];
        for (var i = 0; i < 400; i++)
        {
            var open = await host.Http.GetStringAsync(new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);
            var id = JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString()!;
            Assert.True(ids.Add(id));
            var random = Convert.FromBase64String(id[..16].Replace('-', '+').Replace('_', '/'));
            for (var bit = 0; bit < ones.Length; bit++)
            {
                ones[bit] += (random[bit / 8] >> (bit % 8)) & 1;
            }
        }

        Assert.All(ones, static count => Assert.InRange(count, 140, 260)); // each bit is as likely one as zero: six standard deviations
    }

    [Fact, Trait("Advisory", "CVE-2020-28481")]
    public async Task No_other_origin_is_let_in_by_default()
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost\nOrigin: https://evil.example");
        var polling = await connection.ReadResponseAsync();
        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\n{RawWebSocket.Handshake}\nOrigin: https://evil.example");
        var socket = await connection.ReadResponseAsync();

        Assert.DoesNotContain(polling.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(403, socket.Status);
    }

    [Fact, Trait("Advisory", "CVE-2020-36048")]
    public async Task A_large_body_is_refused_by_its_length_or_as_soon_as_it_is_too_long()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var announced = await RawConnection.OpenAsync(host.Url);
        await announced.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nContent-Length: 100000000"); // and no body
        Assert.Equal(413, (await announced.ReadResponseAsync()).Status);

        await using var endless = await RawConnection.OpenAsync(host.Url);
        await endless.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked");
        await endless.SendAsync(Encoding.ASCII.GetBytes($"{1_000_001:x}\r\n4{new string('x', 1_000_000)}\r\n")); // and no end
        Assert.Equal(413, (await endless.ReadResponseAsync()).Status);
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
    }

    [Fact, Trait("Advisory", "CVE-2020-36048")]
    public async Task A_body_that_does_not_come_ends_with_its_session()
    {
        var time = new ManualTimeProvider();
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(time: time, pipeline: app => app.Use(async (context, next) =>
        {
            var request = next(context);
            if (context.Request.ContentLength == 1_000_000)
            {
                reading.TrySetResult();
            }

            await request;
        }));
        var client = await PollingClient.OpenAsync(host);
        await using var slow = await RawConnection.OpenAsync(host.Url);
        await slow.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nContent-Length: 1000000", "4x");
        await reading.Task.DefaultTimeout();

        time.Advance(TimeSpan.FromSeconds(45.1));

        Assert.Equal(CloseReason.PingTimeout, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.True(await slow.IsAtEndAsync());
    }

    [Theory, Trait("Advisory", "CVE-2022-21676")]
    [InlineData(0xc1)]
    [InlineData(0xa1)]
    [InlineData(0x91)]
    public async Task A_reserved_bit_in_the_first_frame_ends_that_WebSocket(int firstByte)
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        foreach (var sid in new[] { "", $"&sid={client.Sid}" })
        {
            await using var connection = await RawConnection.OpenAsync(host.Url);
            byte[] together =
            [
                .. Encoding.ASCII.GetBytes($"GET /engine.io/?EIO=4&transport=websocket{sid} HTTP/1.1\n{RawWebSocket.Handshake}\n\n".ReplaceLineEndings("\r\n")),
                .. RawWebSocket.Frame(firstByte, "2probe"u8),
            ];
            await connection.SendAsync(together.AsMemory());
            Assert.Equal(101, (await connection.ReadResponseAsync()).Status);
            await using var socket = new RawWebSocket(connection);
            var frame = await socket.ReadAsync();
            frame = frame.FirstByte == WireFrame.TextFrame ? await socket.ReadAsync() : frame;
            Assert.Equal(WireFrame.CloseFrame, frame.FirstByte);
        }

        Assert.Equal(SessionState.Open, client.Handler.Session.State);
    }

    [Theory, Trait("Advisory", "CVE-2022-41940")]
    [InlineData("websocket", true)]
    [InlineData("polling", false)]
    public async Task Connections_that_break_while_they_are_opened_break_nothing_else(string transport, bool isUpgrade)
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        for (var i = 0; i < 100; i++)
        {
            var connection = await RawConnection.OpenAsync(host.Url);
            var sid = i % 2 == 0 ? "" : $"&sid={(isUpgrade ? client.Sid : "")}";
            var headers = isUpgrade ? RawWebSocket.Handshake : "Host: localhost";
            await connection.SendAsync($"GET /engine.io/?EIO=4&transport={transport}{sid} HTTP/1.1\n{headers}");
            connection.Reset();
        }

        Assert.Equal("ok", (await client.PostAsync("4still here")).Body);
        Assert.Equal("still here", await client.Handler.NextAsync());
    }

    [Theory, Trait("Advisory", "CVE-2023-31125")]
    [InlineData("constructor")]
    [InlineData("__proto__")]
    [InlineData("toString")]
    public async Task A_transport_named_like_a_member_of_every_object_is_unknown(string transport)
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?EIO=4&transport={transport} HTTP/1.1\nHost: localhost");
        var polling = await connection.ReadResponseAsync();
        await connection.SendAsync($"GET /engine.io/?EIO=4&transport={transport} HTTP/1.1\n{RawWebSocket.Handshake}");

        Assert.Equal((400, UnknownTransport), (polling.Status, polling.Text));
        Assert.Equal(400, (await connection.ReadResponseAsync()).Status);
    }

    [Fact, Trait("Advisory", "CVE-2026-59725")]
    public async Task Binary_bodies_of_revision_4_are_answered_and_nothing_piles_up()
    {
        await using var host = await EngineHost.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            var client = await PollingClient.OpenAsync(host);
            await using var connection = await RawConnection.OpenAsync(host.Url);
            await connection.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nContent-Type: application/octet-stream\nContent-Length: 2", "4a");
            Assert.Equal((400, ""), await connection.ReadResponseAsync() is var answer ? (answer.Status, answer.Text) : default);
            Assert.Equal(CloseReason.TransportError, (await client.Handler.Closed.DefaultTimeout()).Reason);
        }

        Assert.Equal(0, host.Engine.SessionCount);
    }

    [Theory, Trait("Advisory", "GHSA-gr94-w7qr-f4j3")]
    [InlineData("__proto__")]
    [InlineData("constructor")]
    [InlineData("nobody")]
    public async Task A_session_that_is_not_there_is_unknown_whatever_its_name(string sid)
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=webtransport&sid={sid} HTTP/1.1\nHost: localhost");
        Assert.Equal(UnknownTransport, (await connection.ReadResponseAsync()).Text); // which is not offered here
        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=polling&sid={sid} HTTP/1.1\nHost: localhost");
        Assert.Equal("""{"code":1,"message":"Session ID unknown"}""", (await connection.ReadResponseAsync()).Text);
        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=websocket&sid={sid} HTTP/1.1\n{RawWebSocket.Handshake}");
        Assert.Equal((400, "Session ID unknown"), await connection.ReadResponseAsync() is var answer ? (answer.Status, answer.Text) : default);
    }

    [Theory, Trait("Advisory", "engine.io 6.6.10")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upgrade_by_another_revision_than_its_sessions_is_refused(bool allowsOlder)
    {
        await using var host = await EngineHost.StartAsync(options => options.AllowEIO3 = allowsOlder);
        var client = await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?EIO=3&transport=websocket&sid={client.Sid} HTTP/1.1\n{RawWebSocket.Handshake}");

        Assert.Equal((400, "Bad request"), await connection.ReadResponseAsync() is var answer ? (answer.Status, answer.Text) : default);
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
    }

    [Theory, Trait("Advisory", "CVE-2016-10542")]
    [InlineData("82ff0000010000000000")] // a terabyte
    [InlineData("82ff00000000000f4241")] // one byte past the limit
    public async Task A_frame_that_announces_too_much_is_refused_by_its_header(string head)
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.Connection.SendAsync(Convert.FromHexString(head + "01020304"));

        Assert.Equal(1009, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.TransportError, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Theory, Trait("Advisory", "CVE-2016-10518")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    public async Task A_pong_holds_what_the_ping_held_and_nothing_more(int length)
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, _) = await RawWebSocket.OpenSessionAsync(host);
        await using var closed = socket;
        var payload = Enumerable.Range(0, length).Select(static n => (byte)n).ToArray();

        await socket.SendAsync(WireFrame.PingFrame, payload);

        var pong = await socket.ReadAsync();
        Assert.Equal((WireFrame.PongFrame, Convert.ToHexString(payload)), (pong.FirstByte, Convert.ToHexString(pong.Payload)));
    }

    [Theory, Trait("Advisory", "GHSA-5v72-xg48-5rpm")]
    [InlineData("constructor")]
    [InlineData("permessage-deflate; __proto__=1; constructor=2")]
    [InlineData("permessage-deflate; hasOwnProperty, toString; valueOf")]
    [InlineData("permessage-deflate; client_max_window_bits=__proto__")]
    public async Task Extensions_named_like_members_of_every_object_are_declined(string extensions)
    {
        await using var host = await EngineHost.StartAsync(static options => options.WebSocketCompression = new WebSocketCompressionOptions());
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host, headers: $"\nSec-WebSocket-Extensions: {extensions}");
        await using var _ = socket;

        Assert.Null(socket.Accepted.Header("Sec-WebSocket-Extensions"));
        await socket.SendTextAsync("4plain");
        Assert.Equal("plain", await handler.NextAsync());
    }

    [Fact, Trait("Advisory", "CVE-2021-32640")]
    public async Task A_subprotocol_header_made_to_take_long_takes_no_time()
    {
        await using var host = await EngineHost.StartAsync();
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();

        await using var socket = await RawWebSocket.OpenAsync(host, headers: $"\nSec-WebSocket-Protocol: b{new string(' ', 30_000)}x");

        Assert.InRange(clock.GetElapsedTime(begun).TotalSeconds, 0, 25); // hours, where each blank is looked at anew from each other two
    }

    [Fact, Trait("Advisory", "CVE-2024-37890")]
    public async Task More_headers_than_the_server_takes_are_refused()
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);
        var headers = string.Concat(Enumerable.Range(0, 2_000).Select(static i => $"\nX{i}: y"));

        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=websocket HTTP/1.1{headers}\n{RawWebSocket.Handshake}");

        Assert.Equal(431, (await connection.ReadResponseAsync()).Status);
        await PollingClient.OpenAsync(host);
    }

    [Theory, Trait("Advisory", "CVE-2026-45736")]
    [InlineData("", "")]
    [InlineData("03e8", "03e8")]
    [InlineData("0fa068656c6c6f", "0fa0")] // 4000 and words
    [InlineData("03", "03ea")] // no status at all: answered with 1002
    public async Task A_closing_frame_is_answered_with_its_status_and_no_other_memory(string sent, string answered)
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, _) = await RawWebSocket.OpenSessionAsync(host);
        await using var closed = socket;

        await socket.SendAsync(WireFrame.CloseFrame, Convert.FromHexString(sent));

        var frame = await socket.ReadAsync();
        Assert.Equal(WireFrame.CloseFrame, frame.FirstByte);
        Assert.Equal(answered, Convert.ToHexStringLower(frame.Payload.AsSpan(0, Math.Min(2, frame.Payload.Length))));
        Assert.InRange(frame.Payload.Length, 0, Math.Max(2, sent.Length / 2)); // no more than came, or the status
    }

    [Theory, Trait("Advisory", "CVE-2026-48779")]
    [InlineData(1)]
    [InlineData(0)]
    public async Task A_message_in_a_huge_number_of_tiny_fragments_is_refused(int length)
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendAsync(0x01, "4"u8.ToArray());
        await socket.Connection.SendAsync(Enumerable.Repeat(RawWebSocket.Frame(0x00, new byte[length]), 5_000).SelectMany(static frame => frame).ToArray());

        Assert.Equal(WireFrame.CloseFrame, (await socket.ReadAsync()).FirstByte);
        Assert.Equal("too many fragments", (await handler.Closed.DefaultTimeout()).Detail);
    }

    [Theory, Trait("Advisory", "CVE-2024-47764")]
    [InlineData("io; Domain=evil.example", "/", null)]
    [InlineData("io\r\nSet-Cookie: a", "/", null)]
    [InlineData("io", "/; HttpOnly=false", null)]
    [InlineData("io", "/", "a.example; Path=/b")]
    public async Task A_cookie_with_characters_out_of_bounds_starts_no_server(string name, string path, string? domain)
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => EngineHost.StartAsync(options => options.Cookie = new EngineCookie { Name = name, Path = path, Domain = domain }));

        Assert.Contains("Cookie.", failure.Message, StringComparison.Ordinal);
    }
}
