using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests;

/// <summary>A real host with background events in memory and a clock that the test moves.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly IHost _host;

    private Application(IHost host, ManualTimeProvider time) => (_host, Time) = (host, time);

    public ManualTimeProvider Time { get; }

    public IBackgroundEvents Events => _host.Services.GetRequiredService<IBackgroundEvents>();

    public IJobs Jobs => _host.Services.GetRequiredService<IJobs>();

    public ISchedules Schedules => _host.Services.GetRequiredService<ISchedules>();

    public IJobStore Store => _host.Services.GetRequiredService<IJobStore>();

    public static async Task<Application> StartAsync(Action<SockeyeBackgroundBuilder> configure, Action<IServiceCollection>? services = null, IJobStore? store = null)
    {
        var time = new ManualTimeProvider();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSockeyeBackground(background => configure(store is null ? background.UseMemory() : background.UseStore(_ => store)));
        services?.Invoke(builder.Services);
        var application = new Application(builder.Build(), time);
        await application._host.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        return application;
    }

    /// <summary>Waits, moving the clock by small steps, until it is so.</summary>
    public async Task<Job> WhenAsync(Func<Job, bool> condition, TimeSpan? step = null)
    {
        for (var i = 0; i < 20_000; i++)
        {
            foreach (var job in await Jobs.ListAsync(cancellationToken: TestContext.Current.CancellationToken))
            {
                if (condition(job))
                {
                    return job;
                }
            }

            await Task.Yield();
            if (step is { } by)
            {
                Time.Advance(by);
            }
        }

        throw new TimeoutException("It never was so.");
    }

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken).DefaultTimeout();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
