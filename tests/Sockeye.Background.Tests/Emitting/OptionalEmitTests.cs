using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Emitting;

/// <summary>What need not be durable and comes when nobody will run it any more: it is dropped, and the answer says so.</summary>
public sealed class OptionalEmitTests
{
    private static readonly BackgroundEmitOptions Optional = new() { Durable = false };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WhenFull.Drop)]
    [InlineData(WhenFull.Wait)]
    public async Task What_comes_after_the_host_has_stopped_is_dropped(WhenFull whenFull)
    {
        await using var application = await Application.StartAsync(background => background
            .Configure(options => options.WhenFull = whenFull)
            .On<int>("seen", "count", static (_, _) => Task.CompletedTask));
        Assert.Equal(EmitOutcome.Stored, (await application.Events.EmitAsync("seen", 1, Optional, CancellationToken)).Outcome);

        await application.StopAsync();

        var emitted = await application.Events.EmitAsync("seen", 2, Optional, CancellationToken);
        Assert.Equal((EmitOutcome.Dropped, 0), (emitted.Outcome, emitted.Jobs));
        var many = await application.Events.EmitManyAsync([BackgroundEvent.Create("seen", 3, Optional), BackgroundEvent.Create("seen", 4)], CancellationToken);
        Assert.Equal([EmitOutcome.Dropped, EmitOutcome.Stored], many.Select(static one => one.Outcome)); // another process may do what is durable
    }

    [Fact]
    public async Task What_a_listener_emits_while_the_host_stops_is_dropped()
    {
        var (running, emitted) = (new TaskCompletionSource(), new TaskCompletionSource<EmitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var application = await Application.StartAsync(background => background
            .Configure(static options => options.ShutdownTime = TimeSpan.Zero)
            .On<int>("seen", "count", static (_, _) => Task.CompletedTask)
            .On<int>("placed", "stock", async (_, context) =>
            {
                running.SetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                emitted.SetResult((await context.Services.GetRequiredService<IBackgroundEvents>().EmitAsync("seen", 1, Optional, CancellationToken)).Outcome);
            }));
        await application.Events.EmitAsync("placed", 1, cancellationToken: CancellationToken);
        await running.Task.DefaultTimeout();

        await application.StopAsync();

        Assert.Equal(EmitOutcome.Dropped, await emitted.Task.DefaultTimeout());
    }

    [Fact]
    public async Task What_waits_for_room_when_the_host_stops_is_dropped_and_waits_no_longer()
    {
        var gate = new TaskCompletionSource();
        await using var application = await Application.StartAsync(background => background
            .Configure(static options => (options.OptionalCapacity, options.WhenFull) = (1, WhenFull.Wait))
            .On<int>("seen", "count", (_, _) => gate.Task));
        await application.Events.EmitAsync("seen", 1, Optional, CancellationToken);
        var second = application.Events.EmitAsync("seen", 2, Optional, CancellationToken).AsTask();
        Assert.False(second.IsCompleted);

        var stopping = application.StopAsync();

        Assert.Equal(EmitOutcome.Dropped, (await second.DefaultTimeout()).Outcome); // while what runs goes on
        Assert.False(stopping.IsCompleted);
        gate.SetResult();
        await stopping;
    }

    [Fact]
    public async Task What_comes_after_a_host_that_was_disposed_of_and_never_stopped_is_dropped()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSockeyeBackground(static background => background.UseMemory().On<int>("seen", "count", static (_, _) => Task.CompletedTask));
        var host = builder.Build();
        await host.StartAsync(CancellationToken);
        var events = host.Services.GetRequiredService<IBackgroundEvents>();

        host.Dispose();

        Assert.Equal(EmitOutcome.Dropped, (await events.EmitAsync("seen", 1, Optional, CancellationToken)).Outcome);
    }
}
