using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sockeye;
using Sockeye.Server.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Socket.IO servers to an application's health checks.</summary>
public static class SocketServerHealthCheckExtensions
{
    /// <summary>
    /// Adds a check of a Socket.IO server: healthy while it takes new clients, degraded while it has as many sessions as
    /// <see cref="Sockeye.Engine.EngineOptions.MaxSessions"/> allows, and failed once it is closing. Its data are the numbers of <c>sessions</c>,
    /// <c>clients</c> and <c>namespaces</c>.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="serverName">The name of the server, where it is one of several; <see langword="null"/> for the one that has none.</param>
    /// <param name="failureStatus">What a server that is closing counts as; by default <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The check's tags, by which endpoints choose.</param>
    /// <returns>The same health checks.</returns>
    /// <exception cref="InvalidOperationException">When it is checked: no such server is registered.</exception>
    public static IHealthChecksBuilder AddSockeye(
        this IHealthChecksBuilder builder,
        string name = "sockeye",
        string? serverName = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new SocketServerHealthCheck(serverName is null
                ? provider.GetRequiredService<SocketServer>()
                : provider.GetRequiredKeyedService<SocketServer>(serverName)),
            failureStatus,
            tags));
    }
}
