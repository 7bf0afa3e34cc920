namespace Sockeye.Background.Proof.Checking;

/// <summary>While a lease lasts, nobody else gets the job, and its worker is refused nothing.</summary>
internal static class LeaseRule
{
    public static IEnumerable<Violation> Find(History history)
    {
        // The store's clock is another, and may be put right by a little meanwhile.
        var tolerance = history.LeaseTime / 50;
        foreach (var lease in history.Jobs.SelectMany(static job => job.Leases))
        {
            var asked = lease.Settles.Count > 0 ? lease.Settles[0].Ask.Index : int.MaxValue;
            foreach (var later in lease.Job.Leases.Where(other => other.Token > lease.Token))
            {
                if (later.Leased.At < lease.Ends - tolerance && asked > later.Leased.Index)
                {
                    yield return new Violation(
                        ViolationKind.LeaseCutShort,
                        $"Job {lease.Job.Id} was given to process {later.Pid} under token {later.Token} while process {lease.Pid} had it under token {lease.Token}.",
                        lease.Job.Lines);
                }
            }

            // Where it was asked twice the first may have counted, and the answer was lost.
            if (lease.Settles is [{ Ask: var ask, Answer: { } answer }] && answer["counted"] == "False" && answer.At < lease.Ends - tolerance)
            {
                yield return new Violation(
                    ViolationKind.HoldRefused,
                    $"Process {lease.Pid} was not let end job {lease.Job.Id} ({ask["ending"]}) while its lease under token {lease.Token} lasted.",
                    lease.Job.Lines);
            }

            foreach (var lost in lease.Renewals.Where(line => line.Kind == "lost" && line.At < lease.Ends - tolerance && line.Index < asked))
            {
                yield return new Violation(
                    ViolationKind.HoldRefused, $"Process {lease.Pid} was not let keep job {lease.Job.Id} while its lease under token {lease.Token} lasted.", lease.Job.Lines);
            }
        }
    }
}
