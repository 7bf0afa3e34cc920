using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Sockeye;

namespace Snippets;

/// <summary>The blocks of the page on authentication and rate limits.</summary>
internal static class Authenticating
{
    public static void Schemes(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddAuthorization(options => options.AddPolicy("staff", policy => policy.RequireRole("clerk", "admin")));
        builder.Services.AddSockeye();
    }

    public static void Policies(WebApplication app)
    {
        var io = app.MapSockeye().RequireAuthorization();                 // who is nobody is answered 401, who may not 403
        io.Of("/staff").RequireAuthorization("staff");                    // refused: connect_error "Unauthorized" or "Forbidden"
        io.OnConnection(socket => socket.Emit("hello", socket.User.Identity!.Name));
    }

    public static void Users(SocketServer io)
    {
        io.ToUser("42").Emit("order shipped", 7);                         // on each device, in each tab
        io.Of("/staff").ToUser("42").Emit("your turn");
    }

    public static async Task LogOut(SocketServer io)
    {
        await io.DisconnectUserAsync("42");                               // all of a user's connections
        await io.DisconnectRoomAsync("log-in 17");                        // those of one log-in, whose sockets have joined a room of its own
    }

    public static void Origins(SocketServerOptions options)
    {
        options.Cors = new CorsPolicy { Origins = { "https://shop.example" }, SupportsCredentials = true };
    }

    public static void Proxy(WebApplication app)
    {
        app.UseForwardedHeaders(new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            AllowedHosts = { "shop.example" },
        });
    }

    public static void Expiry(SocketServerOptions options)
    {
        options.Credentials.ExpiryWarning = TimeSpan.FromMinutes(2);      // before the end, the client is told
        options.Credentials.ExpiryGrace = TimeSpan.FromSeconds(10);       // after it, the connection is closed
    }

    public static void Cookies(SocketServerOptions options)
    {
        options.Credentials.Scheme = "Cookies";
        options.Credentials.Present = (request, credential) => request.Request.Headers.Cookie = credential.Get<string>(0);
    }

    public static void Change(SocketServer io, Func<string, Task<ClaimsPrincipal>> checkCode)
    {
        io.OnConnection(socket => socket.On("log in", async (string code) => await socket.ChangeUserAsync(await checkCode(code))));
    }

    public static void Limits(SocketServer io)
    {
        io.Main
            .LimitEvents(new TokenBucketRateLimiterOptions                // all events of a socket: 50 at once, 20 more each second
            {
                TokenLimit = 50,
                TokensPerPeriod = 20,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            })
            .LimitEvents("chat message", new TokenBucketRateLimiterOptions
            {
                TokenLimit = 5,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            });
    }

    public static void LimitsByUser(SocketServer io)
    {
        var byUser = PartitionedRateLimiter.Create<ReceivedEvent, string>(received => RateLimitPartition.GetSlidingWindowLimiter(
            received.Socket.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? received.Socket.Id,
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = 600, SegmentsPerWindow = 6, Window = TimeSpan.FromMinutes(1) }));
        io.Main.LimitEvents(byUser);
    }
}
