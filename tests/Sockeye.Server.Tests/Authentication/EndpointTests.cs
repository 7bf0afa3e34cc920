using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Sockeye.Server.Tests.Authentication;

/// <summary>The endpoint behind the application's own authentication and authorization.</summary>
public sealed class EndpointTests
{
    private const string Upgrade = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    public static TheoryData<string, string, string, int> Visitors
    {
        get
        {
            var data = new TheoryData<string, string, string, int>();
            foreach (var transport in new[] { "polling", "websocket" })
            {
                data.Add(transport, "", "", 401);
                data.Add(transport, "Cookies", "anna", transport == "polling" ? 200 : 101);
                data.Add(transport, "Cookies", "bert", 403);
                data.Add(transport, "BearerToken", "anna", transport == "polling" ? 200 : 101);
                data.Add(transport, "BearerToken", "bert", 403);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task A_policy_with_real_schemes_answers_401_403_or_lets_in(string transport, string scheme, string user, int status)
    {
        await using var host = await AuthenticatedHost.StartAsync(static io => io.RequireAuthorization(
            new AuthorizationPolicyBuilder("Cookies", "BearerToken").RequireAuthenticatedUser().RequireUserName("anna").Build()));
        var credential = scheme.Length == 0 ? null : await host.LogInAsync(scheme, user);
        if (status == 101)
        {
            await using var client = await host.ConnectAsync(credential);
            Assert.StartsWith("40{\"sid\":", client.Greeting, StringComparison.Ordinal);
            return;
        }

        var (answered, _, answer) = await host.RequestAsync(
            HttpMethod.Get, "transport=" + transport, null, [credential, .. transport == "polling" ? [] : Upgrade.Split('\n')]);

        Assert.Equal(status, (int)answered); // and not 302, to a login page
        answer.Dispose();
    }

    [Fact]
    public async Task Without_a_credential_of_its_scheme_a_poll_of_an_open_session_is_refused_too()
    {
        await using var host = await AuthenticatedHost.StartAsync(static io => io.RequireAuthorization());
        var anna = await host.LogInAsync("BearerToken", "anna");
        var (_, open, _) = await host.RequestAsync(HttpMethod.Get, "transport=polling", null, anna);
        var session = "transport=polling&sid=" + System.Text.Json.JsonElement.Parse(open[1..]).GetProperty("sid").GetString();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.RequestAsync(HttpMethod.Post, session, "40")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.RequestAsync(HttpMethod.Post, session, "40", await host.LogInAsync("BearerToken", "bert"))).Status);
        Assert.Equal((HttpStatusCode.OK, "ok"), (await host.RequestAsync(HttpMethod.Post, session, "40", anna)) is var (status, text, _) ? (status, text) : default);
    }

    [Fact]
    public async Task A_fallback_policy_holds_unless_anyone_is_allowed()
    {
        static void Fallback(AuthorizationOptions options) =>
            options.FallbackPolicy = new AuthorizationPolicyBuilder("Cookies").RequireAuthenticatedUser().Build();
        await using var closed = await AuthenticatedHost.StartAsync(authorize: Fallback);
        await using var open = await AuthenticatedHost.StartAsync(static io => io.AllowAnonymous(), authorize: Fallback);

        Assert.Equal(HttpStatusCode.Unauthorized, (await closed.RequestAsync(HttpMethod.Get, "transport=polling", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await closed.RequestAsync(HttpMethod.Get, "transport=polling", null, await closed.LogInAsync("Cookies", "anna"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await open.RequestAsync(HttpMethod.Get, "transport=polling", null)).Status);
    }

    [Fact]
    public async Task A_preflight_needs_no_credential_and_what_follows_does()
    {
        await using var host = await AuthenticatedHost.StartAsync(
            static io => io.RequireAuthorization(), static options => options.Cors = new CorsPolicy { Origins = { "http://friend.example" }, SupportsCredentials = true });

        var (status, _, preflight) = await host.RequestAsync(
            HttpMethod.Options, "transport=polling", null, "Origin: http://friend.example", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization");
        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(["http://friend.example"], preflight.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["authorization"], preflight.Headers.GetValues("Access-Control-Allow-Headers"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.RequestAsync(HttpMethod.Get, "transport=polling", null, "Origin: http://friend.example")).Status);

        var (answered, _, answer) = await host.RequestAsync(
            HttpMethod.Get, "transport=polling", null, "Origin: http://friend.example", await host.LogInAsync("BearerToken", "anna"));
        Assert.Equal(HttpStatusCode.OK, answered);
        Assert.Equal(["http://friend.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], answer.Headers.GetValues("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("Cookies")]
    [InlineData("BearerToken")]
    public async Task The_user_of_the_scheme_is_the_socket_s(string scheme)
    {
        await using var host = await AuthenticatedHost.StartAsync(static io =>
        {
            io.RequireAuthorization(new AuthorizationPolicyBuilder("Cookies", "BearerToken").RequireAuthenticatedUser().Build());
            io.OnConnection(static socket => socket.On("who", () => socket.User.Identity!.Name));
        });
        await using var client = await host.ConnectAsync(await host.LogInAsync(scheme, "anna"));

        await client.SendAsync("420[\"who\"]");

        Assert.Equal("430[\"anna\"]", await client.ReceiveAsync());
    }
}
