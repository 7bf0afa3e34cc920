using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Authentication;

/// <summary>Connections end when the credential does that they were opened with, or the last that was shown since.</summary>
public sealed class ExpiryTests
{
    private const string Expired = """42["sockeye:expired",{"error":{"code":"credential_expired","message":"The credential has expired."}}]""";

    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("Cookies")]
    [InlineData("BearerToken")]
    public async Task The_client_is_warned_then_told_then_closed(string scheme)
    {
        var ended = new TaskCompletionSource<DisconnectContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync(io =>
        {
            io.RequireAuthorization(new AuthorizationPolicyBuilder("Cookies", "BearerToken").RequireAuthenticatedUser().Build());
            io.OnConnection(socket => socket.OnDisconnect(context => ended.TrySetResult(context)));
        });
        await using var client = await host.ConnectAsync(await host.LogInAsync(scheme, "anna"));

        await PassAsync(client, TimeSpan.FromMinutes(8.9));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("42[\"sockeye:expiring\",{\"expires\":\"2030-01-01T00:10:00Z\",\"closesIn\":90000}]", await client.ReceiveAsync());
        await PassAsync(client, TimeSpan.FromSeconds(85));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Expired, await client.ReceiveAsync());
        Assert.Equal("closed", await client.ReceiveAsync());

        var end = await ended.Task.DefaultTimeout();
        Assert.Equal(DisconnectReason.ForcedClose, end.Reason);
        Assert.Contains("expired", end.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_connects_when_the_others_have_been_warned_is_warned_as_well_and_nobody_twice()
    {
        await using var host = await StartAsync(static io => io.Of("/other"), static options => options.ConnectTimeout = TimeSpan.FromHours(1));
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna"), connect: "");
        _time.Advance(TimeSpan.FromMinutes(8.5));
        _time.Advance(TimeSpan.FromMinutes(1)); // when nobody is there to be told

        await client.SendAsync("40");
        Assert.StartsWith("40{", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("42[\"sockeye:expiring\",{\"expires\":\"2030-01-01T00:10:00Z\",\"closesIn\":60000}]", await client.ReceiveAsync());
        await client.SendAsync("40/other,");
        Assert.StartsWith("40/other,{", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("42/other,[\"sockeye:expiring\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.True(await client.RoundTripAsync());
        _time.Advance(TimeSpan.FromMinutes(2));
        var ends = new[] { await client.ReceiveAsync(), await client.ReceiveAsync() };
        Assert.Equal([Expired.Replace("42[", "42/other,[", StringComparison.Ordinal), Expired], ends.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_renewal_moves_the_end_and_its_own_warning_comes()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna"));
        await PassAsync(client, TimeSpan.FromMinutes(8.5));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.StartsWith("42[\"sockeye:expiring\"", await client.ReceiveAsync(), StringComparison.Ordinal);

        await client.SendAsync($"420[\"sockeye:renew\",\"{await host.TokenAsync("anna")}\"]");
        Assert.Equal("430[{\"expires\":\"2030-01-01T00:19:30Z\"}]", await client.ReceiveAsync());

        await PassAsync(client, TimeSpan.FromMinutes(8.9));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("42[\"sockeye:expiring\",{\"expires\":\"2030-01-01T00:19:30Z\",\"closesIn\":90000}]", await client.ReceiveAsync());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Expired, await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_poll_with_a_newer_cookie_brings_what_that_says_of_the_user_and_policies_are_asked_again()
    {
        await using var host = await StartAsync(static io =>
        {
            io.RequireAuthorization(new AuthorizationPolicyBuilder("Cookies").RequireAuthenticatedUser().Build());
            io.Of("/admin").RequireAuthorization(new AuthorizationPolicyBuilder().RequireRole("admin").Build());
        });
        var cookie = await host.LogInAsync("Cookies", "anna", "admin");
        var (_, open, _) = await host.RequestAsync(HttpMethod.Get, "transport=polling", null, cookie);
        var session = "transport=polling&sid=" + open.Split('"')[3];
        await host.RequestAsync(HttpMethod.Post, session, "40/admin,", cookie);
        var (_, joined, _) = await host.RequestAsync(HttpMethod.Get, session, null, cookie);
        Assert.StartsWith("40/admin,", joined, StringComparison.Ordinal);
        var socket = Assert.Single(host.Io.Of("/admin").Sockets);

        _time.Advance(TimeSpan.FromMinutes(8));
        var (_, told, _) = await host.RequestAsync(HttpMethod.Get, session, null, await host.LogInAsync("Cookies", "anna", "clerk"));

        Assert.StartsWith("42/admin,[\"sockeye:refused\",{\"error\":{\"code\":\"forbidden\"", told, StringComparison.Ordinal);
        Assert.Equal("clerk", socket.User.FindFirst(ClaimTypes.Role)!.Value);
        await Eventually.TrueAsync(() => !socket.IsConnected);
    }

    [Fact]
    public async Task A_poll_with_a_newer_cookie_moves_the_end()
    {
        await using var host = await StartAsync(static io => io.RequireAuthorization(
            new AuthorizationPolicyBuilder("Cookies").RequireAuthenticatedUser().Build()));
        var (_, open, _) = await host.RequestAsync(HttpMethod.Get, "transport=polling", null, await host.LogInAsync("Cookies", "anna"));
        var session = "transport=polling&sid=" + JsonElement.Parse(open[1..]).GetProperty("sid").GetString();
        _time.Advance(TimeSpan.FromSeconds(20));
        var newer = await host.LogInAsync("Cookies", "anna");

        await host.RequestAsync(HttpMethod.Post, session, "40", newer);
        var (_, greeting, _) = await host.RequestAsync(HttpMethod.Get, session, null, newer);
        Assert.StartsWith("40{\"sid\"", greeting, StringComparison.Ordinal);

        Assert.Equal(_time.GetUtcNow() + AuthenticatedHost.Lifetime, Assert.Single(host.Io.Sockets).Session.CredentialExpires);
    }

    [Fact]
    public async Task A_claim_says_when_where_no_ticket_does()
    {
        await using var host = await StartAsync(static io => io.OnConnection(static socket => socket.On("become", async (long exp) =>
            await socket.ChangeUserAsync(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "anna"), new Claim("exp", exp.ToString(CultureInfo.InvariantCulture))], "Test")),
                cancellationToken: TestContext.Current.CancellationToken))));
        await using var client = await host.ConnectAsync();

        await client.SendAsync($"420[\"become\",{_time.GetUtcNow().AddMinutes(3).ToUnixTimeSeconds()}]");
        Assert.Equal("430[]", await client.ReceiveAsync());
        await PassAsync(client, TimeSpan.FromMinutes(1.9));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.StartsWith("42[\"sockeye:expiring\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Expired, await client.ReceiveAsync());
    }

    [Fact]
    public async Task Where_it_is_off_nothing_ends_and_without_an_end_nothing_is_watched()
    {
        await using var off = await StartAsync(configure: static options => options.Credentials.CloseOnExpiry = false);
        await using var kept = await off.ConnectAsync(await off.LogInAsync("BearerToken", "anna"));
        await using var host = await StartAsync();
        await using var anonymous = await host.ConnectAsync();

        await Eventually.TrueAsync(() => (off.Io.Engine.Timers.Count, host.Io.Engine.Timers.Count) == (1, 1)); // the heartbeats', once those of joining have gone
        await PassAsync(kept, TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task The_grace_counts_from_when_a_credential_was_taken_that_had_ended_before()
    {
        await using var host = await StartAsync(static io => io.OnConnection(static socket => socket.On("become", async (long exp) =>
            await socket.ChangeUserAsync(AuthenticatedHost.UserNamed("anna"), DateTimeOffset.FromUnixTimeSeconds(exp), TestContext.Current.CancellationToken))));
        await using var client = await host.ConnectAsync();

        await client.SendAsync($"420[\"become\",{_time.GetUtcNow().AddMinutes(-3).ToUnixTimeSeconds()}]");
        Assert.Equal("430[]", await client.ReceiveAsync());
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("42[\"sockeye:expiring\",{\"expires\":\"2029-12-31T23:57:00Z\",\"closesIn\":29990}]", await client.ReceiveAsync());
        Assert.True(await client.RoundTripAsync());
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(Expired, await client.ReceiveAsync());
    }

    [Fact]
    public async Task No_time_may_be_less_than_zero()
    {
        var wrong = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => StartAsync(configure: static options => options.Credentials.ExpiryGrace = TimeSpan.FromSeconds(-1)));
        Assert.Contains("ExpiryGrace", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>Lets time pass in which the client is asked for nothing but its heartbeat.</summary>
    private async Task PassAsync(WireClient client, TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(10))
        {
            _time.Advance(left < TimeSpan.FromSeconds(10) ? left : TimeSpan.FromSeconds(10));
            Assert.True(await client.RoundTripAsync());
        }
    }

    private Task<AuthenticatedHost> StartAsync(Action<SocketServer>? use = null, Action<SocketServerOptions>? configure = null) =>
        AuthenticatedHost.StartAsync(use, configure, time: _time);
}
