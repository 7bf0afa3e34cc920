using System.Security.Claims;
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

    [Theory]
    [InlineData("its cookie names somebody", "\nX-User: anna\nCookie: login=1", "\nOrigin: http://foe.example", 403)]
    [InlineData("its browser knows the password", "\nX-User: anna\nAuthorization: Basic YTph", "\nOrigin: http://foe.example", 403)]
    [InlineData("a program has a token", "\nX-User: anna\nAuthorization: Bearer a\nCookie: other=1", "\nOrigin: http://foe.example", 101)]
    [InlineData("a token among what the query says", "\nX-User: anna", "\nOrigin: http://foe.example", 101)]
    [InlineData("nobody, with a cookie", "\nCookie: login=1", "\nOrigin: http://foe.example", 101)]
    [InlineData("a page of the own host", "\nX-User: anna\nCookie: login=1", "\nOrigin: http://localhost", 101)]
    [InlineData("no page", "\nX-User: anna\nCookie: login=1", "", 101)]
    public async Task Where_any_origin_is_allowed_a_page_s_visitor_counts_for_nothing(string what, string credential, string origin, int status)
    {
        string? shown = null;
        await using var host = await StartWithUsersAsync(options => options.AllowRequest = context =>
        {
            shown = context.Request.Headers.Cookie.ToString();
            return ValueTask.FromResult(AdmissionResult.Allow);
        });
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync(Upgrade("") + credential + origin);

        Assert.True(status == (await connection.ReadResponseAsync()).Status, what);
        Assert.Equal(status == 403 ? null : origin.Contains("foe", StringComparison.Ordinal) ? "" : "login=1", shown);
    }

    [Fact]
    public async Task Where_any_origin_is_allowed_a_page_upgrades_what_it_opened_as_nobody_and_nothing_of_its_visitor_s()
    {
        await using var host = await StartWithUsersAsync();
        await using var page = await RawConnection.OpenAsync(host.Url);
        await using var visitor = await RawConnection.OpenAsync(host.Url);
        var visitors = await OpenAsync(page, "\nX-User: anna\nCookie: login=1");
        var own = await OpenAsync(page, "\nOrigin: http://foe.example");

        await page.SendAsync(Upgrade($"&sid={visitors}") + "\nX-User: anna\nCookie: login=1\nOrigin: http://foe.example");
        await visitor.SendAsync(Upgrade($"&sid={own}") + "\nX-User: anna\nCookie: login=1\nOrigin: http://foe.example");

        Assert.Equal(403, (await page.ReadResponseAsync()).Status);
        Assert.Equal(101, (await visitor.ReadResponseAsync()).Status);

        static async Task<string> OpenAsync(RawConnection connection, string headers)
        {
            await connection.SendAsync("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost" + headers);
            return (await connection.ReadResponseAsync()).Text.Split('"')[3];
        }
    }

    [Fact]
    public async Task Where_any_origin_is_allowed_scripts_are_for_nobody_s_visitor_either()
    {
        await using var host = await StartWithUsersAsync(static options => options.AllowEIO3 = true);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync(
            "GET /engine.io/?EIO=4&transport=polling&j=0 HTTP/1.1\nHost: localhost\nX-User: anna\nCookie: login=1\nSec-Fetch-Site: cross-site");

        Assert.Equal(403, (await connection.ReadResponseAsync()).Status);
        Assert.Equal(0, host.Engine.SessionCount);
    }

    private static string Upgrade(string query) =>
        $"GET /engine.io/?EIO=4&transport=websocket{query} HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\n" +
        "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    private static Task<EngineHost> StartWithUsersAsync(Action<EngineOptions>? configure = null) => EngineHost.StartAsync(
        options =>
        {
            AllowAny(options);
            configure?.Invoke(options);
        },
        pipeline: static app => app.Use(static (context, next) =>
        {
            if (context.Request.Headers["X-User"].ToString() is { Length: > 0 } name)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "Test"));
            }

            return next(context);
        }));

    public static TheoryData<string, Action<EngineOptions>, string, int> ScriptCases => new()
    {
        { "nothing known, and nobody", static _ => { }, "", 200 },
        { "nothing known, with a cookie", static _ => { }, "\nCookie: login=1", 403 },
        { "own page", static _ => { }, "\nCookie: login=1\nReferer: http://localhost/chat?a=b", 200 },
        { "own page, TLS ended in front", static _ => { }, "\nReferer: https://localhost/chat", 200 },
        { "own page that keeps its address back", static _ => { }, "\nCookie: login=1\nSec-Fetch-Site: same-origin", 200 },
        { "another site's page", static _ => { }, "\nReferer: http://foe.example/", 403 },
        { "another site's page that names the host", static _ => { }, "\nReferer: http://foe.example/http://localhost/", 403 },
        { "another site's page that keeps its address back", static _ => { }, "\nSec-Fetch-Site: cross-site", 403 },
        { "another host of the site", static _ => { }, "\nSec-Fetch-Site: same-site", 403 },
        { "a page of no origin", static _ => { }, "\nOrigin: null\nReferer: http://localhost/", 403 },
        { "an address that is none", static _ => { }, "\nReferer: localhost", 403 },
        { "allowed by CORS", AllowFriend, "\nReferer: http://friend.example/chat", 200 },
        { "not allowed by CORS", AllowFriend, "\nReferer: http://foe.example/chat", 403 },
        { "anyone allowed by CORS", AllowAny, "\nSec-Fetch-Site: cross-site", 200 },
        { "check replaced", static options => options.AllowOrigin = static (_, origin) => origin == "http://foe.example:8080", "\nReferer: http://foe.example:8080/a", 200 },
        { "replaced check refuses what is not known", static options => options.AllowOrigin = static (_, origin) => origin != "null", "\nSec-Fetch-Site: cross-site", 403 },
    };

    [Theory]
    [MemberData(nameof(ScriptCases))]
    public async Task Answers_that_are_scripts_are_for_the_same_pages(string what, Action<EngineOptions> configure, string headers, int status)
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.AllowEIO3 = true;
            configure(options);
        });
        await using var connection = await RawConnection.OpenAsync(host.Url);

        foreach (var revision in new[] { 3, 4 })
        {
            await connection.SendAsync($"GET /engine.io/?EIO={revision}&transport=polling&j=0 HTTP/1.1\nHost: localhost" + headers);
            var answer = await connection.ReadResponseAsync();

            Assert.True(status == answer.Status, $"{what}: {answer.Status}");
        }

        Assert.Equal(status == 200 ? 2 : 0, host.Engine.SessionCount);
    }

    [Fact]
    public async Task A_script_of_an_open_session_is_for_the_same_pages_too()
    {
        await using var host = await EngineHost.StartAsync(static options => options.AllowEIO3 = true);
        await using var connection = await RawConnection.OpenAsync(host.Url);
        await connection.SendAsync("GET /engine.io/?EIO=3&transport=polling&j=0 HTTP/1.1\nHost: localhost");
        var sid = (await connection.ReadResponseAsync()).Text.Split("sid\\\":\\\"")[1].Split('\\')[0];

        await connection.SendAsync($"GET /engine.io/?EIO=3&transport=polling&j=1&sid={sid} HTTP/1.1\nHost: localhost\nReferer: http://foe.example/");

        Assert.Equal(403, (await connection.ReadResponseAsync()).Status);
        Assert.Equal(1, host.Engine.SessionCount);
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
