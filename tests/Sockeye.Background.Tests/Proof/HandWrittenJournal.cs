using Sockeye.Background.Proof.Checking;
using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Workload;

namespace Sockeye.Background.Tests.Proof;

/// <summary>A journal that a test writes: each line a hundred milliseconds after the one before, unless it says how much later. Leases last a second.</summary>
internal sealed class HandWrittenJournal
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);
    private static readonly Items Items = new(1, Lease);

    private readonly List<JournalLine> _lines = [];
    private readonly List<JournalLine> _deeds = [];
    private long _now = 1_000_000_000;

    /// <summary>Gets the numbers of items of a kind; those of one key where they have one.</summary>
    public static int[] Numbers(string name) =>
        [.. Enumerable.Range(0, 5000).Where(static number => Items[number] is { IsRejected: false }).Where(number => Items[number].Event == name)
            .GroupBy(static number => Items[number].Key ?? Items[number].UniqueKey).First(static group => group.Count() > 2)];

    public IReadOnlyList<Violation> Check() => Checker.Check(new History(_lines, _deeds, Items, Lease));

    public HandWrittenJournal Write(int pid, string text, int later = 100)
    {
        _now += later * 1_000_000L;
        _lines.Add(JournalLine.Read(_lines.Count, $"{_now} {pid} {text.Replace("asked=now", $"asked={_now}", StringComparison.Ordinal)}{JournalLine.End}")!);
        return this;
    }

    public HandWrittenJournal Do(string text, int later = 100)
    {
        _now += later * 1_000_000L;
        _deeds.Add(JournalLine.Read(-1, $"{_now} 0 {text}{JournalLine.End}")!);
        return this;
    }

    public HandWrittenJournal Emit(int number, string eventId, string outcome = "Stored") =>
        Write(1, $"emit number={number} name={Items[number].Event}").Write(1, $"emitted number={number} event={eventId} outcome={outcome} jobs=1");

    public HandWrittenJournal LeaseTo(int pid, int job, int token, int number, string eventId, string besides = "", int later = 100, string asked = "now") => Write(
        pid,
        $"leased job={job} token={token} attempt={token} event={eventId} name={(number < 0 ? "tick" : Items[number].Event)} listener=one number={number} asked={asked} {besides}",
        later);

    public HandWrittenJournal Begin(int pid, int job, int token, int later = 100) => Write(pid, $"begin job={job} token={token}", later);

    public HandWrittenJournal Complete(int pid, int job, int token, bool counted = true) => Write(pid, $"end job={job} token={token} how=done")
        .Write(pid, $"settle job={job} token={token} ending=Complete").Write(pid, $"settled job={job} token={token} ending=Complete counted={counted}");
}
