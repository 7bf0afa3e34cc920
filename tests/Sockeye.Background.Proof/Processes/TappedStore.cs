using System.Collections.Concurrent;
using System.Text.Json;
using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Workload;

namespace Sockeye.Background.Proof.Processes;

/// <summary>Writes down what a worker asks of its store, before, and what it is answered, after.</summary>
internal sealed class TappedStore(IJobStore inner, Journal journal) : StoreDecorator(inner)
{
    private readonly ConcurrentDictionary<(long Job, int Attempt), long> _tokens = new();

    /// <summary>Says under which token this process runs an attempt.</summary>
    public long TokenOf(JobContext context) => _tokens[(context.Id, context.Attempt)];

    public override async ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var asked = Journal.Now;
        var leased = await base.LeaseAsync(request, cancellationToken);
        foreach (var job in leased.Jobs)
        {
            _tokens[(job.Id, job.Attempt)] = job.Token;
        }

        journal.Write([.. leased.Jobs.Select(job => (FormattableString)
            $"leased job={job.Id} token={job.Token} attempt={job.Attempt} event={job.EventId:N} name={job.EventName} listener={job.Listener} number={NumberOf(job)} schedule={job.Schedule} slot={job.Slot?.UtcTicks} asked={asked}")]);
        return leased;
    }

    public override async ValueTask<IReadOnlyList<RenewResult>> RenewAsync(
        IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken)
    {
        var asked = Journal.Now;
        var results = await base.RenewAsync(holds, duration, cancellationToken);
        journal.Write([.. holds.Zip(results, (hold, result) => (FormattableString)
            $"{(result == RenewResult.Lost ? "lost" : "renewed")} job={hold.JobId} token={hold.Token} asked={asked}")]);
        return results;
    }

    public override async ValueTask<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        journal.Write([.. settlements.Select(static one => (FormattableString)$"settle job={one.Hold.JobId} token={one.Hold.Token} ending={one.Ending}")]);
        var results = await base.SettleAsync(settlements, cancellationToken);
        journal.Write([.. settlements.Zip(results, static (one, counted) => (FormattableString)
            $"settled job={one.Hold.JobId} token={one.Hold.Token} ending={one.Ending} counted={counted}")]);
        return results;
    }

    public override async ValueTask<bool> ReportProgressAsync(LeaseHold hold, ReadOnlyMemory<byte> progress, CancellationToken cancellationToken)
    {
        journal.Write($"report job={hold.JobId} token={hold.Token}");
        var counted = await base.ReportProgressAsync(hold, progress, cancellationToken);
        journal.Write($"reported job={hold.JobId} token={hold.Token} counted={counted}");
        return counted;
    }

    private static int NumberOf(LeasedJob job) =>
        job.EventName == Items.Tick ? -1 : JsonSerializer.Deserialize<Item>(job.Payload.Span, JsonSerializerOptions.Web)!.Number;
}
