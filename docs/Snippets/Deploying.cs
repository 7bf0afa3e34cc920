using Microsoft.AspNetCore.HttpOverrides;
using Sockeye.Engine;

namespace Snippets;

/// <summary>A server in production, as its page shows it.</summary>
internal static class Deploying
{
    public static void Forward(WebApplicationBuilder builder)
    {
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
    }

    public static void UseForwarded(WebApplication app)
    {
        app.UseForwardedHeaders();      // before everything else
    }

    public static void AllowWebSocketsAlone(WebApplicationBuilder builder)
    {
        builder.Services.AddSockeye(options => options.Transports = EngineTransports.WebSocket);
    }

    public static void Drain(WebApplicationBuilder builder)
    {
        builder.Services.AddSockeye(options => options.DrainWindow = TimeSpan.FromSeconds(20));
    }
}
