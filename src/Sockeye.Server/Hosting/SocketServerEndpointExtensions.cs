using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sockeye;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps Socket.IO servers to endpoints.</summary>
public static class SocketServerEndpointExtensions
{
    /// <summary>Maps the application's Socket.IO server to its path, the browser client's files included.</summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>The server, which is also the endpoint's convention builder.</returns>
    /// <exception cref="InvalidOperationException"><c>AddSockeye</c> was not called, or the server is mapped already.</exception>
    public static SocketServer MapSockeye(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return Map(endpoints, endpoints.ServiceProvider.GetService<SocketServer>() ?? throw new InvalidOperationException(
            "There is no Socket.IO server among the services: call builder.Services.AddSockeye() before the application is built."));
    }

    /// <summary>Maps a further Socket.IO server to its path.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="name">The name under which it was registered.</param>
    /// <returns>The server, which is also the endpoint's convention builder.</returns>
    /// <exception cref="InvalidOperationException"><c>AddSockeye</c> was not called with that name, or the server is mapped already.</exception>
    public static SocketServer MapSockeye(this IEndpointRouteBuilder endpoints, string name)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return Map(endpoints, endpoints.ServiceProvider.GetKeyedService<SocketServer>(name) ?? throw new InvalidOperationException(
            $"There is no Socket.IO server named '{name}' among the services: call builder.Services.AddSockeye(\"{name}\", ...) before the application is built."));
    }

    private static SocketServer Map(IEndpointRouteBuilder endpoints, SocketServer server)
    {
        RequestDelegate answer = context => server.HandleAsync(context, context.GetRouteValue("rest") as string ?? string.Empty);
        var endpoint = endpoints.Map(server.Options.Path + "/{**rest}", answer);
        if (server.Options.Cors is not null)
        {
            // A browser shows no credential when it asks whether it may, so this must not be asked for one.
            RequestDelegate preflight = context =>
            {
                server.Engine.ApplyCors(context);
                return Task.CompletedTask;
            };
            endpoints.MapMethods(server.Options.Path + "/{**rest}", [HttpMethods.Options], preflight)
                .AllowAnonymous().WithDisplayName("Socket.IO preflight " + server.Options.Path);
        }

        // Clients that are refused are no pages: they are answered 401 or 403 where cookies authenticate, too.
        server.MapTo(endpoint.DisableCookieRedirect().WithDisplayName("Socket.IO " + server.Options.Path), endpoints.ServiceProvider);
        return server;
    }
}
