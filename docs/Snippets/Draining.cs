using Sockeye;

namespace Snippets;

/// <summary>Draining, as docs/slow-clients.md shows it.</summary>
internal static class Draining
{
    public static void OnShutdown(WebApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(60));
        builder.Services.AddSockeye(options =>
        {
            options.DrainWindow = TimeSpan.FromSeconds(45);
            options.DrainEvent = "moving";                      // optional: what each client is sent just before its connection closes
            options.RetryAfter = TimeSpan.FromSeconds(2);
        });
        builder.Services.AddHealthChecks().AddSockeye();        // unhealthy while it drains: the load balancer sends clients elsewhere
    }

    public static void ByHand(WebApplication app, SocketServer io)
    {
        app.MapPost("/drain", async (CancellationToken aborted) => await io.DrainAsync(TimeSpan.FromMinutes(5), aborted))
            .RequireHost("localhost");
    }
}
