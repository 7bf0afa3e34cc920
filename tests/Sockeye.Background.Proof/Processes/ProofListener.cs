using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Workload;

namespace Sockeye.Background.Proof.Processes;

/// <summary>What listens: does what the item says and writes down when it begins, when it is told to stop, and how it ends.</summary>
internal sealed class ProofListener(Journal journal, Func<JobContext, long> tokenOf)
{
    public Task TickAsync(string payload, JobContext context) => RunAsync(new Item(-1, payload, null, null, 3, 0, IsRejected: false, IsHeedless: false), context);

    public async Task RunAsync(Item item, JobContext context)
    {
        var (job, token) = (context.Id, tokenOf(context));
        journal.Write(
            $"begin job={job} token={token} attempt={context.Attempt} event={context.EventId:N} name={context.EventName} listener={context.Listener} number={item.Number} schedule={context.Schedule} slot={context.Slot?.UtcTicks}");
        await using var told = context.CancellationToken.Register(() => journal.Write($"cancelled job={job} token={token} reason={context.CancelReason}"));
        try
        {
            if (item.Number % 4 == 0)
            {
                await ReportAsync(context);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(item.Milliseconds), TimeProvider.System, item.IsHeedless ? CancellationToken.None : context.CancellationToken);
            if (item.IsHeedless && context.CancellationToken.IsCancellationRequested)
            {
                await ReportAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            journal.Write($"end job={job} token={token} number={item.Number} how=cancelled");
            throw;
        }

        if (item.IsRejected)
        {
            journal.Write($"end job={job} token={token} number={item.Number} how=rejected");
            throw new JobRejectedException("the item says so");
        }

        if (context.Attempt <= item.Failures)
        {
            journal.Write($"end job={job} token={token} number={item.Number} how=failed");
            throw new InvalidOperationException("the item says so");
        }

        journal.Write($"end job={job} token={token} number={item.Number} how=done");
    }

    // A store that cannot be reached is no reason to fail.
    private async Task ReportAsync(JobContext context)
    {
        try
        {
            await context.ReportProgressAsync("on the way", context.CancellationToken.IsCancellationRequested ? CancellationToken.None : context.CancellationToken);
        }
        catch (JobStoreException exception)
        {
            journal.Write($"unreported job={context.Id} why={exception.Failure}");
        }
    }
}
