using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

/// <summary>What the official client hears of authentication, origins and rate limits; the official server has nothing of it.</summary>
public sealed class AuthenticatingTests(Stage stage) : PlayTests(stage)
{
    [Theory, OverEveryTransport]
    public Task Who_has_no_token_is_refused_with_401_and_who_may_not_with_403(Mode mode) => PlayOnSockeyeOnlyAsync(
        new Play("refused at the door", mode)
        {
            Options = Authenticated() with
            {
                Use = static (io, _) =>
                {
                    io.RequireAuthorization(static policy => policy.RequireAuthenticatedUser().RequireUserName("anna"));
                    AddWho(io);
                },
            },
        },
        """[[401, 403, false], ["anna"]]""");

    [Fact]
    public Task A_page_of_another_site_gets_no_WebSocket_and_one_behind_the_proxy_does() => PlayOnSockeyeOnlyAsync(
        new Play("origins", Mode.WebSocket)
        {
            Options = new HostOptions
            {
                Pipeline = static app => app.UseForwardedHeaders(
                    new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto }),
            },
        },
        """[403, true, true, 403, true]""");

    [Theory, OverEveryTransport]
    public Task A_new_token_is_taken_on_a_live_connection(Mode mode) => PlayOnSockeyeOnlyAsync(
        new Play("renewal", mode) { Options = Authenticated() with { Use = static (io, _) => AddWho(io) } },
        """
        [
          [{ "error": { "code": "invalid_credential", "message": "The credential is not valid." } }],
          [{ "error": { "code": "invalid_credential", "message": "The credential is not valid." } }],
          [[true], ["anna"]],
          ["for anna"],
          [["other_user"], ["anna"], true]
        ]
        """);

    // Over polling alone the next poll shows the token that has ended, so that the session waits in vain for its client to take its leave.
    [Theory]
    [InlineData(Mode.WebSocket)]
    [InlineData(Mode.Upgrade)]
    public async Task The_end_of_a_token_is_told_and_the_client_comes_back_by_itself(Mode mode)
    {
        await using var time = new FlowingTime();
        var play = new Play("expiry", mode)
        {
            Options = Authenticated(TimeSpan.FromHours(1), time.Provider) with
            {
                PingInterval = TimeSpan.FromDays(1), // the clock jumps
                Configure = static options => (options.Credentials.ExpiryWarning, options.Credentials.ExpiryGrace) = (TimeSpan.FromMinutes(30), TimeSpan.Zero),
                Use = static (io, _) => AddWho(io),
            },
            Answer = question =>
            {
                // No later than when it expires: what is told last is given up when the clock has gone on for as long as a closing may take.
                time.Jump(question.Split("let it be ") is [_, var instant]
                    ? DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture) - time.Provider.GetUtcNow()
                    : TimeSpan.FromMinutes(31));
                return null;
            },
        };
        await PlayOnSockeyeOnlyAsync(
            play,
            """
            [
              ["anna"],
              ["string", true],
              [{ "error": { "code": "credential_expired", "message": "The credential has expired." } }],
              [true],
              [null]
            ]
            """);
    }

    [Theory, OverEveryTransport]
    public Task Refused_events_are_told_apart_from_answers_and_a_flood_is_closed(Mode mode) => PlayOnSockeyeOnlyAsync(
        new Play("rate limit", mode)
        {
            Options = new HostOptions
            {
                Configure = static options => options.MaxRefusedEventsPerMinute = 3,
                Use = static (io, _) => io.Main.LimitEvents(
                    "limited", new TokenBucketRateLimiterOptions { TokenLimit = 2, TokensPerPeriod = 2, ReplenishmentPeriod = TimeSpan.FromHours(1) })
                    .OnConnection(static socket => socket.On("limited", static (int n) => n)),
            },
        },
        """
        [
          [[1], [2]],
          [{ "error": { "code": "rate_limited", "message": "Too many events.", "event": "limited", "retryAfter": 3600000 } }],
          [{ "error": { "code": "rate_limited", "message": "Too many events.", "event": "limited", "retryAfter": 3600000 } }],
          true,
          "transport close"
        ]
        """);

    /// <summary>An application that hands out bearer tokens.</summary>
    private static HostOptions Authenticated(TimeSpan? lifetime = null, TimeProvider? time = null) => new()
    {
        Services = services =>
        {
            services.AddSingleton(time ?? TimeProvider.System);
            services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme)
                .AddBearerToken(options => options.BearerTokenExpiration = lifetime ?? TimeSpan.FromHours(1));
            services.AddAuthorization();
        },
        Pipeline = static app => app.MapGet("/token", static (string user) => TypedResults.SignIn(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user), new Claim(ClaimTypes.Name, user)], "Test")),
            authenticationScheme: BearerTokenDefaults.AuthenticationScheme)),
    };

    private static void AddWho(SocketServer io) => io.OnConnection(socket =>
    {
        socket.On("name", () => socket.User.Identity?.Name);
        socket.On("tell", (string user, string text) => io.ToUser(user).Emit("told", text));
    });
}
