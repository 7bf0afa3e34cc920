using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Checking;

/// <summary>One lease of a job, and the attempt under it.</summary>
/// <param name="job">The job.</param>
/// <param name="leased">The line that says so.</param>
/// <param name="duration">How long leases last.</param>
public sealed class LeaseHistory(JobHistory job, JournalLine leased, long duration)
{
    /// <summary>Gets when the lease ends at the soonest: reckoned from before it was asked for, and so never later than by the store.</summary>
    public long Ends { get; private set; } = leased.Number("asked") + duration;

    public JobHistory Job => job;

    public JournalLine Leased => leased;

    public int Pid => leased.Pid;

    public long Token { get; } = leased.Number("token");

    public JournalLine? Begin { get; private set; }

    public JournalLine? Cancelled { get; private set; }

    public JournalLine? End { get; private set; }

    /// <summary>Gets how the worker asked to end the attempt, and what it was answered.</summary>
    public List<(JournalLine Ask, JournalLine? Answer)> Settles { get; } = [];

    /// <summary>Gets what the worker was told about its lease.</summary>
    public List<JournalLine> Renewals { get; } = [];

    public List<(JournalLine Ask, JournalLine? Answer)> Reports { get; } = [];

    public void Add(JournalLine line)
    {
        switch (line.Kind)
        {
            case "begin":
                Begin = line;
                break;
            case "cancelled":
                Cancelled ??= line;
                break;
            case "end":
                End = line;
                break;
            case "renewed":
                Renewals.Add(line);
                Ends = Math.Max(Ends, line.Number("asked") + duration);
                break;
            case "lost":
                Renewals.Add(line);
                break;
            case "settle":
                Settles.Add((line, null));
                break;
            case "settled":
                Answer(Settles, line);
                break;
            case "report":
                Reports.Add((line, null));
                break;
            case "reported":
                Answer(Reports, line);
                break;
        }
    }

    private static void Answer(List<(JournalLine Ask, JournalLine? Answer)> asked, JournalLine answer)
    {
        var last = asked.FindLastIndex(static one => one.Answer is null);
        asked[last] = (asked[last].Ask, answer);
    }
}
