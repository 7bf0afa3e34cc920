using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Requests;

public class HeaderTests
{
    private const string Handshake = "/engine.io/?EIO=4&transport=polling";

    [Fact, Trait("Behaviour", "12")]
    public async Task Cross_origin_headers_stand_on_every_answer()
    {
        await using var host = await EngineHost.StartAsync(options => options.Cors = new CorsPolicyBuilder("http://a.example").AllowCredentials().Build());
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET {Handshake} HTTP/1.1\nHost: localhost");
        var good = await connection.ReadResponseAsync();
        await connection.SendAsync("GET /engine.io/?EIO=4&transport=tobi HTTP/1.1\nHost: localhost\nOrigin: http://b.example");
        var bad = await connection.ReadResponseAsync();
        await using var socket = await RawWebSocket.OpenAsync(host, headers: "\nOrigin: http://a.example");

        foreach (var answer in new[] { good, bad, socket.Accepted })
        {
            Assert.Equal(
                ("http://a.example", "true", "Origin"),
                (answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Allow-Credentials"), answer.Header("Vary")));
        }
    }

    [Fact, Trait("Behaviour", "12")]
    public async Task A_preflight_is_answered_by_the_endpoint()
    {
        await using var host = await EngineHost.StartAsync(options => options.Cors =
            new CorsPolicyBuilder("http://a.example").AllowCredentials().AllowAnyMethod().AllowAnyHeader().SetPreflightMaxAge(TimeSpan.FromMinutes(1)).Build());
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"OPTIONS {Handshake} HTTP/1.1\nHost: localhost\nOrigin: http://a.example\nAccess-Control-Request-Method: POST\nAccess-Control-Request-Headers: x-one, x-two");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal(204, answer.Status);
        Assert.Equal("http://a.example", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("GET,HEAD,PUT,PATCH,POST,DELETE", answer.Header("Access-Control-Allow-Methods"));
        Assert.Equal("x-one, x-two", answer.Header("Access-Control-Allow-Headers"));
        Assert.Equal("60", answer.Header("Access-Control-Max-Age"));
        Assert.Equal("Origin, Access-Control-Request-Headers", answer.Header("Vary"));
    }

    [Theory]
    [InlineData("http://a.example", "http://a.example")]
    [InlineData("http://b.example", "http://b.example")]
    [InlineData("http://c.example", null)]
    public async Task Of_several_origins_the_one_that_asks_is_named(string origin, string? allowed)
    {
        await using var host = await EngineHost.StartAsync(options =>
            options.Cors = new CorsPolicyBuilder("http://a.example", "http://b.example").WithExposedHeaders("x-one").Build());
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET {Handshake} HTTP/1.1\nHost: localhost\nOrigin: {origin}");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal((200, allowed, "x-one"), (answer.Status, answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Expose-Headers")));
    }

    [Fact]
    public async Task Without_a_policy_there_are_no_cross_origin_headers()
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET {Handshake} HTTP/1.1\nHost: localhost\nOrigin: http://a.example");

        Assert.DoesNotContain((await connection.ReadResponseAsync()).Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    public static TheoryData<EngineCookie, string> Cookies() => new()
    {
        { new EngineCookie(), "io=an-id; Path=/; HttpOnly; SameSite=Lax" },
        { new EngineCookie { Name = "woot", Path = null, HttpOnly = false, SameSite = SameSiteMode.Unspecified }, "woot=an-id" },
        {
            new EngineCookie { Path = "/custom", Domain = "a.example", Secure = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromHours(1) },
            "io=an-id; Max-Age=3600; Domain=a.example; Path=/custom; HttpOnly; Secure; SameSite=Strict"
        },
    };

    [Theory, Trait("Behaviour", "88")]
    [MemberData(nameof(Cookies), DisableDiscoveryEnumeration = true)]
    public async Task The_cookie_comes_with_the_handshake_alone(EngineCookie cookie, string expected)
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Cookie = cookie;
            options.GenerateId = static _ => ValueTask.FromResult("an-id");
        });
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET {Handshake} HTTP/1.1\nHost: localhost");
        Assert.Equal(expected, (await connection.ReadResponseAsync()).Header("Set-Cookie"));
        await connection.SendAsync($"POST {Handshake}&sid=an-id HTTP/1.1\nHost: localhost\nContent-Length: 2", "4a");
        Assert.Null((await connection.ReadResponseAsync()).Header("Set-Cookie"));
    }

    [Fact, Trait("Behaviour", "101")]
    public async Task The_hooks_see_the_headers_of_the_first_answer_and_of_each()
    {
        var (first, each) = (0, 0);
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.OnInitialHeaders = (_, headers) => headers["x-first"] = $"{++first}";
            options.OnHeaders = (_, headers) => headers["x-each"] = $"{++each}";
        });
        var (socket, _) = await RawWebSocket.OpenSessionAsync(host);
        await socket.DisposeAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);
        await connection.SendAsync($"POST /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nContent-Length: 2", "4a");
        var post = await connection.ReadResponseAsync();

        Assert.Equal(("1", "1"), (socket.Accepted.Header("x-first"), socket.Accepted.Header("x-each")));
        Assert.Equal((null, "3"), (post.Header("x-first"), post.Header("x-each")));
        Assert.Equal((2, 3), (first, each));
    }

    [Theory, Trait("Behaviour", "100")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("gzip;q=0.5, br;q=0.8", "br")]
    [InlineData("GZIP;q=0, deflate;q=0.1", "deflate")]
    [InlineData("gzip;q=x", null)]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task A_large_answer_is_compressed_as_the_client_likes_it(string accepted, string? encoding)
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        client.Handler.Session.Send(EncodedMessage.Text(Encoding.UTF8.GetBytes(new string('a', 1_023))));
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nAccept-Encoding: {accepted}");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal(encoding, answer.Header("Content-Encoding"));
        Assert.Equal("4" + new string('a', 1_023), Decompress(answer.Body, encoding));
    }

    [Theory, Trait("Behaviour", "100")]
    [InlineData(1_022, true, 1_024)]
    [InlineData(2_000, false, 1_024)]
    [InlineData(2_000, true, 4_000)]
    [InlineData(2_000, true, -1)]
    public async Task Small_answers_unwilling_messages_and_unwilling_servers_are_left_alone(int length, bool compress, int threshold)
    {
        await using var host = await EngineHost.StartAsync(options => options.HttpCompression = threshold < 0 ? null : new() { Threshold = threshold });
        var client = await PollingClient.OpenAsync(host);
        client.Handler.Session.Send(EncodedMessage.Text(new byte[length].Select(static _ => (byte)'a').ToArray(), compress));
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nAccept-Encoding: gzip");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal((null, length + 1), (answer.Header("Content-Encoding"), answer.Body.Length));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "gzip")]
    public async Task A_message_speaks_for_its_attachments(bool compress, string? encoding)
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        client.Handler.Session.Send(EncodedMessage.Text("a"u8, compress, EncodedMessage.Binary(new byte[2_000], compress: !compress)));
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nAccept-Encoding: gzip");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal(encoding, answer.Header("Content-Encoding"));
    }

    [Fact]
    public async Task Ids_are_twenty_characters_and_never_the_same()
    {
        await using var host = await EngineHost.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            await PollingClient.OpenAsync(host);
        }

        var ids = host.Sessions.Select(static handler => handler.Session.Id).ToList();
        Assert.Equal(50, ids.Distinct().Count());
        Assert.All(ids, static id => Assert.Matches("^[A-Za-z0-9_-]{20}$", id));
    }

    private static string Decompress(byte[] body, string? encoding)
    {
        var input = new MemoryStream(body);
        using Stream plain = encoding switch
        {
            "gzip" => new GZipStream(input, CompressionMode.Decompress),
            "deflate" => new ZLibStream(input, CompressionMode.Decompress),
            "br" => new BrotliStream(input, CompressionMode.Decompress),
            _ => input,
        };
        return new StreamReader(plain).ReadToEnd();
    }
}
