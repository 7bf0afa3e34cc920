using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sockeye;
using Sockeye.Background;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds background events to an application's health checks.</summary>
public static class BackgroundHealthCheckExtensions
{
    /// <summary>
    /// Adds a check of background events: healthy while the store answers and, where listeners run in this process, their worker gets through to the store;
    /// failed where either does not, or the worker stops. Its data are <c>running</c> (jobs in this process), and of the store <c>waiting</c> and <c>dead</c>
    /// (jobs), <c>oldest_age_seconds</c> (how long the oldest job has been due) and <c>store_seconds</c> (how long it took to answer).
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What a failure counts as; by default <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The check's tags, by which endpoints choose.</param>
    /// <param name="timeout">How long the store may take to answer; <see langword="null"/> for 5 seconds.</param>
    /// <returns>The same health checks.</returns>
    /// <exception cref="InvalidOperationException">When it is checked: <c>AddSockeyeBackground</c> has not been called.</exception>
    public static IHealthChecksBuilder AddSockeyeBackground(
        this IHealthChecksBuilder builder,
        string name = "sockeye-background",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            static provider => new BackgroundHealthCheck(
                provider.GetRequiredService<StoreReadiness>(), provider.GetRequiredService<BackgroundHost>(), provider.GetRequiredService<BackgroundOptions>()),
            failureStatus,
            tags,
            timeout ?? TimeSpan.FromSeconds(5)));
    }
}
