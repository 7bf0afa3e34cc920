using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Requests;

/// <summary>Pages of other sites do not open WebSockets with their visitors' cookies, unless they are allowed to.</summary>
public class OriginTests
{
    private static readonly Action<EngineOptions> AllowFriend = static options =>
        options.Cors = new CorsPolicy { Origins = { "http://friend.example" } };

    private static readonly Action<EngineOptions> AllowAny = static options => options.Cors = new CorsPolicy { Origins = { "*" } };

    public static TheoryData<string, Action<EngineOptions>, string, int> Cases => new()
    {
        { "no origin", static _ => { }, "", 101 },
        { "own host", static _ => { }, "\nOrigin: http://localhost", 101 },
        { "own host, TLS ended in front", static _ => { }, "\nOrigin: https://localhost", 101 },
        { "another port", static _ => { }, "\nOrigin: http://localhost:81", 403 },
        { "another host", static _ => { }, "\nOrigin: http://foe.example", 403 },
        { "a sandboxed frame", static _ => { }, "\nOrigin: null", 403 },
        { "not the host but its end", static _ => { }, "\nOrigin: http://localhost.foe.example", 403 },
        { "allowed by CORS", AllowFriend, "\nOrigin: http://friend.example", 101 },
        { "not allowed by CORS", AllowFriend, "\nOrigin: http://foe.example", 403 },
        { "anyone allowed by CORS", AllowAny, "\nOrigin: http://foe.example", 101 },
        { "check off", static options => options.AllowOrigin = static (_, _) => true, "\nOrigin: http://foe.example", 101 },
        { "check replaced", static options => options.AllowOrigin = static (_, origin) => origin == "app://one", "\nOrigin: app://one", 101 },
        { "replaced check refuses", static options => options.AllowOrigin = static (_, origin) => origin == "app://one", "\nOrigin: http://localhost", 403 },
        { "forwarded host", static _ => { }, "\nX-Forwarded-Host: site.example\nX-Forwarded-Proto: https\nOrigin: https://site.example", 101 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_websocket_is_for_pages_of_the_own_host_and_those_allowed(
        string what, Action<EngineOptions> configure, string headers, int status)
    {
        await using var host = await EngineHost.StartAsync(configure, pipeline: static app => app.UseForwardedHeaders(
            new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto }));
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync(
            "GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\n" +
            "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" + headers);
        var answer = await connection.ReadResponseAsync();

        Assert.True(status == answer.Status, $"{what}: {answer.Status}");
        if (status == 403)
        {
            Assert.Equal(0, host.Engine.SessionCount);
            Assert.Equal("Forbidden", answer.Text);
        }
    }

    [Fact]
    public async Task A_hook_that_throws_refuses_and_is_logged()
    {
        await using var host = await EngineHost.StartAsync(static options => options.AllowOrigin = static (_, _) => throw new InvalidOperationException("mine"));
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync(
            "GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\n" +
            "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nOrigin: http://localhost");

        Assert.Equal(403, (await connection.ReadResponseAsync()).Status);
        Assert.Contains("mine", Assert.Single(host.TakeErrors()), StringComparison.Ordinal);
    }
}
