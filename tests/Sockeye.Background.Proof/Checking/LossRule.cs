using Sockeye.Background.Proof.Workload;

namespace Sockeye.Background.Proof.Checking;

/// <summary>
/// Every acknowledged emit's jobs, and every job that anybody has seen, were completed or buried; a completed one's listener came to its end, and a buried one's
/// had reason to.
/// </summary>
internal static class LossRule
{
    public static IEnumerable<Violation> Find(History history)
    {
        foreach (var emitted in history.Acknowledged)
        {
            foreach (var listener in Items.Listeners[history.Items[(int)emitted.Number("number")].Event])
            {
                if (history.Find(emitted["event"]!, listener) is null)
                {
                    yield return new Violation(
                        ViolationKind.Lost, $"The emit of item {emitted["number"]} was acknowledged, and '{listener}' never heard of event {emitted["event"]}.", [emitted]);
                }
            }
        }

        var left = history.Lines.Where(static line => line.Kind == "left").ToLookup(static line => line.Number("job"));
        foreach (var job in history.Jobs)
        {
            if (job.End is not { } end)
            {
                yield return Unfinished(history, job, left[job.Id].Any());
            }
            else if (left[job.Id].Any())
            {
                yield return new Violation(ViolationKind.Lost, $"Job {job.Id} was ended, and the store holds it for unfinished.", job.Lines);
            }
            else if (end.Ask["ending"] == "Complete" ? end.Lease.End?["how"] != "done" || end.Lease.End.Index > end.Ask.Index : !MayBury(job, end))
            {
                yield return new Violation(
                    ViolationKind.Lost, $"Job {job.Id} ended as {end.Ask["ending"]} under token {end.Lease.Token}, and its listener had not said so.", job.Lines);
            }
        }
    }

    // Dead or late, whoever had it last does not have it any more; only the store can say whether it waits for that one for ever.
    private static Violation Unfinished(History history, JobHistory job, bool isLeft)
    {
        var last = job.Leases[^1];
        var process = history.Process(last.Pid);
        var lines = job.Lines.Concat(process.Lines.Where(static line => line.Kind == "killing")).ToArray();
        var story = $"Job {job.Id} of {job.EventName} for '{job.Listener}' (item {job.Number}) was leased last by process {last.Pid}"
            + (process.Killed < long.MaxValue ? ", which was killed" : "");
        return (isLeft, history.Lines.Any(static line => line.Kind == "finished")) switch
        {
            (true, _) => new Violation(ViolationKind.LeaseNeverLapsed, $"{story}; nobody has taken it over, and the store waits for it still.", lines),
            (false, true) => new Violation(ViolationKind.CompletedEarly, $"{story}; its listener never ended it, and the store holds it for ended.", lines),
            _ => new Violation(ViolationKind.Lost, $"{story}; nobody has taken it over.", lines),
        };
    }

    private static bool MayBury(JobHistory job, JobHistory.Ending end) =>
        end.Ask["ending"] == "Bury"
        && (end.Lease.End?["how"] == "rejected" || (job.EventName == Items.Hard && end.Lease.Leased.Number("attempt") >= 3));
}
