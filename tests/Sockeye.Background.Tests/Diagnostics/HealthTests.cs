using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sockeye.Background.Tests.Workers;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Diagnostics;

/// <summary>What the health check says.</summary>
public sealed class HealthTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_well_while_the_store_answers_and_tells_what_waits()
    {
        await using var application = await Application.StartAsync(
            static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask), static services => services.AddHealthChecks().AddSockeyeBackground());
        await application.Jobs.PauseAsync("default", CancellationToken);
        await application.Events.EmitAsync("placed", 1, cancellationToken: CancellationToken);
        application.Time.Advance(TimeSpan.FromSeconds(3));

        var entry = await CheckAsync(application);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal([("dead", 0L), ("oldest_age_seconds", 3d), ("running", 0), ("store_seconds", 0d), ("waiting", 1L)], entry.Data.OrderBy(static item => item.Key).Select(static item => (item.Key, item.Value)));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_unhealthy()
    {
        CountingStore store = null!;
        await using var application = await Application.StartAsync(
            static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask),
            static services => services.AddHealthChecks().AddSockeyeBackground(),
            time => CountingStore.Create(time, out store));
        store.IsBroken = true;

        var entry = await CheckAsync(application);

        Assert.Equal((HealthStatus.Unhealthy, "The store does not answer: The test has broken the store."), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task A_worker_that_does_not_get_through_for_a_lease_time_is_unhealthy_until_it_does()
    {
        BreakableStore store = null!;
        await using var application = await Application.StartAsync(
            static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask),
            static services => services.AddHealthChecks().AddSockeyeBackground(),
            time => BreakableStore.Create(time, out store));
        store.IsBroken = true;
        for (var i = 0; i < 40; i++)
        {
            await application.SettleAsync(Application.TimersWhileNoneRuns);
            application.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var sick = await CheckAsync(application);
        Assert.Equal(HealthStatus.Unhealthy, sick.Status);
        Assert.StartsWith("The worker has not got through to the store for ", sick.Description, StringComparison.Ordinal);

        store.IsBroken = false;
        for (var i = 0; i < 10; i++)
        {
            application.Time.Advance(TimeSpan.FromSeconds(1));
            await application.SettleAsync(Application.TimersWhileNoneRuns);
        }

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(application)).Status);
        await application.StopAsync();
        Assert.Equal("The worker stops.", (await CheckAsync(application)).Description);
    }

    private static async Task<HealthReportEntry> CheckAsync(Application application) =>
        (await application.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(CancellationToken).DefaultTimeout()).Entries["sockeye-background"];
}
