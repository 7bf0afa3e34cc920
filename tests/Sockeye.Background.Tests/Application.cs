using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests;

/// <summary>A real host with background events in memory and a clock that the test moves.</summary>
internal sealed class Application : IAsyncDisposable
{
    /// <summary>
    /// Two workers (the second for what need not be durable) wait to lease, renew and guard; one sweeps, one tells that it is alive, one measures the queues,
    /// and one claims the slots of schedules. With one fewer, somebody is still about to wait, and would do so from the time to which a test has moved the clock.
    /// </summary>
    public const int TimersWhileNoneRuns = 10;

    /// <summary>Besides, one attempt has its time-out.</summary>
    public const int TimersWhileOneRuns = TimersWhileNoneRuns + 1;

    private readonly IHost _host;

    private Application(IHost host, ManualTimeProvider time) => (_host, Time) = (host, time);

    public ManualTimeProvider Time { get; }

    public IServiceProvider Services => _host.Services;

    public IBackgroundEvents Events => Services.GetRequiredService<IBackgroundEvents>();

    public ISchedules Schedules => _host.Services.GetRequiredService<ISchedules>();

    public IJobStore Store => _host.Services.GetRequiredService<IJobStore>();

    public IJobs Jobs => Services.GetRequiredService<IJobs>();

    public static async Task<Application> StartAsync(
        Action<SockeyeBackgroundBuilder> configure, Action<IServiceCollection>? services = null, Func<TimeProvider, IJobStore>? store = null, ManualTimeProvider? time = null)
    {
        time ??= new ManualTimeProvider();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSockeyeBackground(background => configure(store is null ? background.UseMemory() : background.UseStore(_ => store(time))));
        services?.Invoke(builder.Services);
        var application = new Application(builder.Build(), time);
        await application._host.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        return application;
    }

    /// <summary>Waits, moving the clock by small steps where one is given, until a job is so.</summary>
    public async Task<Job> WhenAsync(Func<Job, bool> condition, TimeSpan? step = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
        {
            var jobs = await Jobs.ListAsync(cancellationToken: TestContext.Current.CancellationToken);
            if (jobs.FirstOrDefault(condition) is { } found)
            {
                return found;
            }

            await PassPoolAsync();
            if (step is { } by)
            {
                await SettleAsync(TimersWhileNoneRuns);
                Time.Advance(by);
            }
        }

        throw new TimeoutException("It never was so.");
    }

    /// <summary>Waits until so many timers are armed: everything that a moved clock has woken waits again. Or until a task has ended.</summary>
    public async Task SettleAsync(int timers, Task? orEnded = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Time.ArmedTimers < timers && orEnded is not { IsCompleted: true })
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), $"{Time.ArmedTimers} timers are armed, not {timers}.");
            await PassPoolAsync();
        }
    }

    /// <summary>Waits until no more than so many timers are armed: what stops has come to what it waits for.</summary>
    public Task FallToAsync(int timers) => Eventually.TrueAsync(() => Time.ArmedTimers <= timers);

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken).DefaultTimeout();

    // Behind what the pool has to do. What is not fair goes to the front on a thread of the pool, and where there is one thread nobody else has a turn.
    private static Task PassPoolAsync() =>
        Task.Factory.StartNew(static () => { }, TestContext.Current.CancellationToken, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
