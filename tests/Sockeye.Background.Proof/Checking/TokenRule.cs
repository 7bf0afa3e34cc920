namespace Sockeye.Background.Proof.Checking;

/// <summary>
/// A listener's token is cancelled before its lease ends, and nothing is begun afterwards. That cannot be asked of a process that is not let run at the time; of
/// such a one it is asked soon after.
/// </summary>
internal static class TokenRule
{
    public static IEnumerable<Violation> Find(History history)
    {
        foreach (var lease in history.Jobs.SelectMany(static job => job.Leases))
        {
            if (lease.Begin is null)
            {
                continue;
            }

            if (lease.Begin.At > lease.Ends && (lease.Leased.At > lease.Ends || history.Process(lease.Pid).GapWithin(Shortly(history, lease), lease.Begin.At) is null))
            {
                yield return new Violation(
                    ViolationKind.NotCancelledInTime, $"Process {lease.Pid} began job {lease.Job.Id} after its lease under token {lease.Token} had ended.", lease.Job.Lines);
            }
            else if (IsLate(history, lease))
            {
                yield return new Violation(
                    ViolationKind.NotCancelledInTime,
                    $"Process {lease.Pid} ran job {lease.Job.Id} on after its lease under token {lease.Token} had ended (at {lease.Ends}), its token not cancelled.",
                    [.. lease.Job.Lines, .. history.Process(lease.Pid).Lines]);
            }
        }
    }

    /// <summary>Finds the leases that ended under a listener, whose token was cancelled in time.</summary>
    public static IEnumerable<LeaseHistory> InTime(History history) =>
        history.Jobs.SelectMany(static job => job.Leases).Where(static lease => lease.Cancelled?.At < lease.Ends && (lease.End is null || lease.End.At > lease.Cancelled.At));

    private static bool IsLate(History history, LeaseHistory lease)
    {
        var process = history.Process(lease.Pid);
        var told = Math.Min(lease.Cancelled?.At ?? long.MaxValue, lease.End?.At ?? long.MaxValue);
        var over = history.Lines[^1].At;
        if (told <= lease.Ends || process.Killed <= lease.Ends || over <= lease.Ends)
        {
            return false;
        }

        // Each time it does not get to run puts it off.
        var due = lease.Ends;
        for (var from = Shortly(history, lease); process.GapWithin(from, due) is { } resumed; from = resumed + 1)
        {
            if (resumed == long.MaxValue)
            {
                return false;
            }

            due = Math.Max(due, resumed + history.LeaseTime);
        }

        return told > due && process.Killed > due && over > due;
    }

    // The time in which whoever watches over the lease looks at it last.
    private static long Shortly(History history, LeaseHistory lease) => lease.Ends - (history.LeaseTime * 2 / 5);
}
