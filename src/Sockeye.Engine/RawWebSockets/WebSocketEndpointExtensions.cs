using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sockeye;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps raw WebSockets to endpoints.</summary>
public static class WebSocketEndpointExtensions
{
    /// <summary>Maps raw WebSockets to a path. They are closed when the application stops, behind what waits for them.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/ws</c>.</param>
    /// <param name="onConnection">Called with each new client, before anything of its is read: here it gets its listeners.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The server, which has the set of clients, and is also the endpoint's convention builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static WebSocketServer MapWebSockets(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Action<WebSocketClient> onConnection,
        Action<WebSocketServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(onConnection);
        var server = Map(endpoints, pattern, configure);
        server.OnConnection(onConnection);
        return server;
    }

    /// <inheritdoc cref="MapWebSockets(IEndpointRouteBuilder, string, Action{WebSocketClient}, Action{WebSocketServerOptions}?)"/>
    /// <remarks>Reading begins when the task of <paramref name="onConnection"/> has completed.</remarks>
    public static WebSocketServer MapWebSockets(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<WebSocketClient, Task> onConnection,
        Action<WebSocketServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(onConnection);
        var server = Map(endpoints, pattern, configure);
        server.OnConnection(onConnection);
        return server;
    }

    private static WebSocketServer Map(IEndpointRouteBuilder endpoints, string pattern, Action<WebSocketServerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new WebSocketServerOptions();
        configure?.Invoke(options);
        var services = endpoints.ServiceProvider;
        var server = new WebSocketServer(
            options,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>(),
            services.GetService<IMeterFactory>());
        RequestDelegate answer = server.HandleRequestAsync;
        server.MapTo(endpoints.Map(pattern, answer).WithDisplayName("WebSockets " + pattern));
        if (services.GetService<IHostApplicationLifetime>() is { } lifetime)
        {
            // The web server waits for requests in flight, and every WebSocket is one. Half of its time is left for those who do not answer.
            if (services.GetService<IOptions<HostOptions>>()?.Value.ShutdownTimeout is { } host && host != Timeout.InfiniteTimeSpan && host / 2 < server.DrainTimeout)
            {
                server.DrainTimeout = host / 2;
            }

            lifetime.ApplicationStopping.Register(server.BeginClosing);
            lifetime.ApplicationStopped.Register(server.Timers.Dispose);
        }

        return server;
    }
}
