using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

/// <summary>A client of a raw WebSocket ends with the credential of its user, unless it shows a newer one.</summary>
public class CredentialTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly Listening _heard = new();

    [Fact]
    public async Task A_client_is_closed_when_its_credential_has_ended_behind_what_waits_for_it()
    {
        await using var host = await StartAsync();
        await using var socket = await host.OpenAsync("\nX-User: anna");
        var client = await _heard.ClientAsync();

        _time.Advance(Lifetime + Grace - Tolerance);
        Assert.True(client.IsOpen);
        client.Send("last");
        _time.Advance(2 * Tolerance);

        Assert.Equal("last", (await socket.ReadAsync()).Text);
        Assert.Equal(1008, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.ForcedClose, (await _heard.ClosingAsync()).Cause);
    }

    [Theory]
    [InlineData("X-User: anna", true)]
    [InlineData("X-Nobody: at all", false)]
    public async Task A_client_whose_credential_does_not_end_or_is_not_looked_at_stays(string header, bool isOff)
    {
        await using var host = await StartAsync(options => options.CloseOnExpiry = !isOff);
        await using var socket = await host.OpenAsync("\n" + header);
        var client = await _heard.ClientAsync();

        _time.Advance(2 * (Lifetime + Grace));
        client.Send("still here");

        Assert.Equal("still here", (await socket.ReadAsync()).Text);
    }

    [Fact]
    public async Task A_newer_credential_of_the_same_user_moves_the_end_and_another_user_s_does_not()
    {
        await using var host = await StartAsync();
        await using var socket = await host.OpenAsync("\nX-User: anna");
        var client = await _heard.ClientAsync();
        _time.Advance(Lifetime);

        Assert.False(client.TryRenewCredential(UserNamed("bert", _time.GetUtcNow() + Lifetime)));
        Assert.False(client.TryRenewCredential(new ClaimsPrincipal(new ClaimsIdentity([], "Test"))));
        Assert.False(client.TryRenewCredential(new ClaimsPrincipal(new ClaimsIdentity())));
        var renewed = UserNamed("anna", _time.GetUtcNow() + Lifetime);
        Assert.True(client.TryRenewCredential(renewed));
        Assert.Same(renewed, client.User);
        _time.Advance(Lifetime + Grace - Tolerance);
        Assert.True(client.IsOpen);
        Assert.True(client.TryRenewCredential(renewed, _time.GetUtcNow() + TimeSpan.FromHours(1)));
        _time.Advance(TimeSpan.FromHours(1) + Grace - Tolerance);
        Assert.True(client.IsOpen);
        _time.Advance(2 * Tolerance);

        Assert.Equal(1008, await socket.ReadCloseAsync());
        Assert.False(client.TryRenewCredential(renewed));
    }

    [Fact]
    public async Task Nobody_becomes_somebody_and_ends_with_that_credential()
    {
        await using var host = await StartAsync();
        await using var socket = await host.OpenAsync();
        var client = await _heard.ClientAsync();

        Assert.True(client.TryRenewCredential(UserNamed("anna", _time.GetUtcNow() + Lifetime)));
        Assert.False(client.TryRenewCredential(UserNamed("bert", _time.GetUtcNow() + Lifetime)));
        _time.Advance(Lifetime + Grace + Tolerance);

        Assert.Equal(1008, await socket.ReadCloseAsync());
    }

    private static ClaimsPrincipal UserNamed(string name, DateTimeOffset expires) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, name), new Claim("exp", $"{expires.ToUnixTimeSeconds()}")], "Test"));

    private Task<WebSocketHost> StartAsync(Action<WebSocketServerOptions>? configure = null) => WebSocketHost.StartAsync(
        _heard.OnConnection,
        options =>
        {
            (options.PingInterval, options.PingTimeout) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1)); // the clock jumps
            configure?.Invoke(options);
        },
        _time,
        pipeline: app => app.Use((context, next) =>
        {
            if (context.Request.Headers["X-User"].ToString() is { Length: > 0 } name)
            {
                var user = UserNamed(name, _time.GetUtcNow() + Lifetime);
                context.User = user;
                context.Features.Set<IAuthenticateResultFeature>(new Authenticated(user));
            }

            return next(context);
        }));

    private sealed class Authenticated(ClaimsPrincipal user) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; } =
            AuthenticateResult.Success(new AuthenticationTicket(user, "Test"));
    }
}
