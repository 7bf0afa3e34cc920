using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Workers;

/// <summary>A host that is disposed of and never stopped, as a start does that fails later on, and many a short program.</summary>
public sealed class DisposingTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_is_disposed_without_being_stopped_leaves_nothing_running()
    {
        var (time, log) = (new ManualTimeProvider(), new RecordingLog());
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(time);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        builder.Services.AddSockeyeBackground(background => background.UseMemory().On<Order>("placed", "stock", async (_, context) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult();
        }));
        var host = builder.Build();
        await host.StartAsync(CancellationToken);
        await host.Services.GetRequiredService<IBackgroundEvents>().EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);
        await started.Task.DefaultTimeout();

        host.Dispose();

        await ended.Task.DefaultTimeout();
        var began = TimeProvider.System.GetTimestamp();
        while (time.ArmedTimers > 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"{time.ArmedTimers} timers are armed.");
            await Task.Yield(); // behind what the pool has to do
        }

        Assert.Empty(log.Complaints);
    }
}
