using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Checking;

/// <summary>
/// Tokens grow with every lease; and what a worker asks for with an older one, after another has heard of its lease, does not count: it cannot complete, retry,
/// hand back, keep or report. What has ended is not given out again, and ends once.
/// </summary>
internal static class FenceRule
{
    public static IEnumerable<Violation> Find(History history) => history.Jobs.SelectMany(Find);

    private static IEnumerable<Violation> Find(JobHistory job)
    {
        for (var i = 1; i < job.Leases.Count; i++)
        {
            // Of two leases whose order is certain, the later has the greater token.
            var lease = job.Leases[i];
            foreach (var former in job.Leases.Take(i))
            {
                if (former.Token == lease.Token || (former.Token > lease.Token && former.Leased.At < lease.Leased.Number("asked")))
                {
                    yield return Not(job, $"was leased under token {lease.Token} after token {former.Token}");
                }
            }
        }

        foreach (var lease in job.Leases)
        {
            // As soon as one with a greater token has been heard of, nothing counts that is asked for later.
            var over = job.Leases.Where(other => other.Token > lease.Token).Select(static other => other.Leased.Index).DefaultIfEmpty(int.MaxValue).Min();
            if (Late(lease.Settles, over) is { } settle)
            {
                yield return Not(job, $"was ended ({settle["ending"]}) under token {lease.Token}, when another worker had it");
            }

            if (Late(lease.Reports, over) is not null)
            {
                yield return Not(job, $"was reported on under token {lease.Token}, when another worker had it");
            }

            var overAt = job.Leases.Where(other => other.Token > lease.Token).Select(static other => other.Leased.At).DefaultIfEmpty(long.MaxValue).Min();
            if (lease.Renewals.Any(line => line.Kind == "renewed" && line.Number("asked") > overAt))
            {
                yield return Not(job, $"was kept under token {lease.Token}, when another worker had it");
            }
        }

        if (job.Leases.SelectMany(static lease => lease.Settles).Count(static one => one.Answer?["counted"] == "True" && one.Ask["ending"] is "Complete" or "Bury") > 1)
        {
            yield return Not(job, "was ended more than once");
        }

        if (job.End?.Answer is { } ended && job.Leases.Any(lease => lease.Leased.Number("asked") > ended.At))
        {
            yield return new Violation(ViolationKind.StartedAfterItsEnd, $"Job {job.Id} was given out again after it had ended.", job.Lines);
        }
        else if (job.End is { Answer: not null } end && job.Leases.Any(lease => lease.Token > end.Lease.Token))
        {
            // Whenever it was asked: had the end come first, the job would not have been leased again.
            yield return Not(job, $"was ended ({end.Ask["ending"]}) under token {end.Lease.Token}, and leased under a later one");
        }
    }

    private static JournalLine? Late(List<(JournalLine Ask, JournalLine? Answer)> asked, int over) =>
        asked.Where(one => one.Answer?["counted"] == "True" && one.Ask.Index > over).Select(static one => one.Ask).FirstOrDefault();

    private static Violation Not(JobHistory job, string what) => new(ViolationKind.NotFenced, $"Job {job.Id} {what}.", job.Lines);
}
