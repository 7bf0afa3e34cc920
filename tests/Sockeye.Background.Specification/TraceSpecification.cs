using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Sockeye.TestKit;

namespace Sockeye.Background.Specification;

/// <summary>The trace of whoever emits goes on in the listeners: from process to process, and from attempt to attempt.</summary>
public abstract class TraceSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    [Fact]
    public async Task The_trace_goes_on_in_each_listener_and_each_attempt_on_another_node()
    {
        var seen = new ConcurrentQueue<(string Listener, int Attempt, ActivityTraceId Trace, ActivitySpanId Parent, string? State, ActivityStatusCode Status)>();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C);
        request.TraceStateString = "shop=1";
        using var listening = new ActivityListener
        {
            ShouldListenTo = static from => from.Name == "Sockeye.Background",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId != request.TraceId)
                {
                    return; // another test's
                }

                seen.Enqueue((
                    (string)activity.GetTagItem("sockeye.listener.name")!, (int)activity.GetTagItem("sockeye.job.attempt")!, activity.TraceId, activity.ParentSpanId,
                    activity.TraceStateString, activity.Status));
                if (seen.Count == 3)
                {
                    ended.SetResult();
                }
            },
        };
        ActivitySource.AddActivityListener(listening);
        var other = await Tested.OpenAnotherAsync();
        await using var worker = await StartAsync(other, runs: true);
        await using var emitter = await StartAsync(Store, runs: false);

        request.Start();
        await emitter.GetRequiredService<IBackgroundEvents>().EmitAsync("placed", 1, cancellationToken: CancellationToken);
        request.Stop();
        var hasPassed = false;
        await Eventually.TrueAsync(async () =>
        {
            if (!hasPassed && await ListAsync(new JobFilter { Listener = "mail" }) is [{ State: JobState.Waiting, Attempt: 1 }])
            {
                await Tested.PassAsync(10 * Second); // until it is tried again
                hasPassed = true;
            }

            other.Signal.Raise(WakeUps.Work); // the worker's clock is not the store's
            return ended.Task.IsCompleted;
        });

        Assert.All(seen, one => Assert.Equal((request.TraceId, request.SpanId, "shop=1"), (one.Trace, one.Parent, one.State)));
        Assert.Equal(
            [("mail", 1, ActivityStatusCode.Error), ("mail", 2, ActivityStatusCode.Unset), ("stock", 1, ActivityStatusCode.Unset)],
            seen.Select(static one => (one.Listener, one.Attempt, one.Status)).Order());
        await StopAsync(worker);
        await StopAsync(emitter);
    }

    private static async Task<ServiceProvider> StartAsync(IJobStore store, bool runs)
    {
        var services = new ServiceCollection();
        services.AddSockeyeBackground(background => background
            .Configure(options => options.RunsListeners = runs)
            .On<int>("placed", "stock", static (_, _) => Task.CompletedTask)
            .On<int>("placed", "mail", static (_, context) => context.Attempt == 1 ? throw new InvalidOperationException("no") : Task.CompletedTask));
        services.Replace(ServiceDescriptor.Singleton(store)); // which the test disposes of
        var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken);
        }

        return provider;
    }

    private static async Task StopAsync(ServiceProvider provider)
    {
        foreach (var service in provider.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(CancellationToken);
        }
    }
}
