
namespace Sockeye.Background.Proof.Checking;

/// <summary>
/// Within a key a job is leased only after the former is completed or buried: the line before the step that ended the one comes before the line after the step
/// that leased the other. A listener whose process stood still may still run then; it has no say in the matter any more, which is another rule.
/// </summary>
internal static class OrderRule
{
    public static IEnumerable<Violation> Find(History history)
    {
        var emits = history.Lines.Where(static line => line.Kind == "emit").GroupBy(static line => line.Number("number"))
            .ToDictionary(static group => group.Key, static group => group.First());
        var acknowledged = history.Acknowledged.ToDictionary(static line => line["event"]!);
        var keyed = history.Jobs.Where(job => job.Number >= 0 && history.Items[job.Number].Key is not null);
        foreach (var lane in keyed.GroupBy(job => (Key: history.Items[job.Number].Key!, job.Listener)))
        {
            var jobs = lane.OrderBy(static job => job.Leases[0].Leased.Index).ToArray();
            for (var i = 1; i < jobs.Length; i++)
            {
                var (former, next) = (jobs[i - 1], jobs[i]);
                if (former.End is not { } end || end.Ask.Index > next.Leases[0].Leased.Index)
                {
                    yield return new Violation(
                        ViolationKind.KeyOutOfOrder,
                        $"Of key '{lane.Key.Key}' job {next.Id} (item {next.Number}) was started before job {former.Id} (item {former.Number}) was completed or buried.",
                        [.. former.Lines, .. next.Lines]);
                }

                // The one was emitted after the other had been acknowledged.
                if (acknowledged.TryGetValue(next.EventId, out var answer) && emits[former.Number].Index > answer.Index)
                {
                    yield return new Violation(
                        ViolationKind.KeyOutOfOrder,
                        $"Of key '{lane.Key.Key}' job {former.Id} (item {former.Number}) was started before job {next.Id} (item {next.Number}), which was emitted earlier.",
                        [answer, emits[former.Number], .. former.Lines, .. next.Lines]);
                }
            }
        }
    }
}
