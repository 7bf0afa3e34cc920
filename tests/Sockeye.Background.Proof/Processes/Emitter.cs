using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Workload;

namespace Sockeye.Background.Proof.Processes;

/// <summary>
/// Emits items, as far as it is told to on its input (<c>go</c> and a number: all below it), and writes down each before, and what it was answered after.
/// </summary>
internal sealed class Emitter(IBackgroundEvents events, Items items, Journal journal)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(ProcessOptions options, Journal journal)
    {
        using var before = new JournalTail(options.Journal);
        var emitted = before.Read().Where(static line => line.Kind == "emit").Select(static line => (int)line.Number("number")).ToHashSet();
        using var host = ProofHost.Build(options, journal);
        await host.StartAsync(CancellationToken.None);
        if (!before.Lines.Any(static line => line.Kind == "schedule"))
        {
            foreach (var schedule in await host.Services.GetRequiredService<ISchedules>().ListAsync())
            {
                journal.Write($"schedule name={schedule.Name} next={schedule.Next?.UtcTicks}");
            }
        }

        journal.Write($"emitting");
        var emitter = new Emitter(host.Services.GetRequiredService<IBackgroundEvents>(), new Items(options.Seed, options.Lease), journal);
        await emitter.EmitAsync(emitted);
        await FinishAsync(host.Services, journal);
        await host.StopAsync(CancellationToken.None);
    }

    private async Task EmitAsync(HashSet<int> emitted)
    {
        Channel<int>[] lanes = [.. Enumerable.Range(0, Items.Lanes).Select(static _ => Channel.CreateUnbounded<int>())];
        var running = lanes.Select(lane => RunLaneAsync(lane.Reader)).ToArray();
        var next = 0;
        while (await Console.In.ReadLineAsync() is ['g', 'o', ' ', .. var end])
        {
            for (; next < int.Parse(end, CultureInfo.InvariantCulture); next++)
            {
                if (!emitted.Contains(next))
                {
                    lanes[Items.LaneOf(next)].Writer.TryWrite(next);
                }
            }
        }

        Array.ForEach(lanes, static lane => lane.Writer.Complete());
        await Task.WhenAll(running);
    }

    private async Task RunLaneAsync(ChannelReader<int> numbers)
    {
        await foreach (var number in numbers.ReadAllAsync())
        {
            while (!await TryEmitAsync(items[number]))
            {
                await Task.Delay(Rest, TimeProvider.System, CancellationToken.None);
                if (items[number].UniqueKey is null)
                {
                    break; // it may have been stored: only who has a unique key can safely emit it again
                }
            }
        }
    }

    private async Task<bool> TryEmitAsync(Item item)
    {
        journal.Write($"emit number={item.Number} name={item.Event} key={item.Key} unique={item.UniqueKey}");
        try
        {
            var emitted = await events.EmitAsync(item.Event, item, new BackgroundEmitOptions { Key = item.Key, UniqueKey = item.UniqueKey });
            journal.Write($"emitted number={item.Number} event={emitted.EventId:N} outcome={emitted.Outcome} jobs={emitted.Jobs} unique={item.UniqueKey}");
            return true;
        }
        catch (JobStoreException exception)
        {
            journal.Write($"refused number={item.Number} why={exception.Failure}");
            return false;
        }
    }

    // Ends the schedules, and says what the store believes is not done. It is told to when all is, or nothing moves any more.
    private static async Task FinishAsync(IServiceProvider services, Journal journal)
    {
        var schedules = services.GetRequiredService<ISchedules>();
        foreach (var name in Items.Schedules)
        {
            await schedules.PauseAsync(name);
        }

        foreach (var schedule in await schedules.ListAsync())
        {
            journal.Write($"paused name={schedule.Name} last={schedule.Last?.UtcTicks}");
        }

        journal.Write($"paused-all");
        await Console.In.ReadToEndAsync(); // until whatever they have emitted is done
        var store = services.GetRequiredService<IJobStore>();
        var unfinished = new JobFilter { States = [JobState.Waiting, JobState.Running] };
        long? after = null;
        while (await store.ListAsync(unfinished, new JobPage { After = after, Limit = 1000, OldestFirst = true }, CancellationToken.None) is { Count: > 0 } page)
        {
            journal.Write([.. page.Select(static job => (FormattableString)$"left job={job.Id} state={job.State} attempt={job.Attempt}")]);
            after = page[^1].Id;
        }

        journal.Write($"finished");
    }
}
