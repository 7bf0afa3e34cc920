using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sockeye.Server.Diagnostics;

/// <summary>Says whether a server takes new clients.</summary>
internal sealed class SocketServerHealthCheck(SocketServer server) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sessions"] = server.Engine.SessionCount,
            ["clients"] = server.ConnectionCount,
            ["namespaces"] = server.Namespaces.Count,
        };
        var result = server switch
        {
            { IsClosing: true } => new HealthCheckResult(context.Registration.FailureStatus, "The server is closing.", data: data),
            { IsDraining: true } => new HealthCheckResult(context.Registration.FailureStatus, "The server sends its clients away.", data: data),
            { Options.MaxSessions: { } most } when server.Engine.SessionCount >= most =>
                HealthCheckResult.Degraded($"The server has all {most} sessions that MaxSessions allows, and refuses more.", data: data),
            _ => HealthCheckResult.Healthy("The server takes new clients.", data),
        };
        return Task.FromResult(result);
    }
}
