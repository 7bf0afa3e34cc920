using System.Globalization;

namespace Sockeye.Background.Proof.Checking;

/// <summary>Of each schedule every second from the first slot to the last was enqueued, as one event.</summary>
internal static class SlotRule
{
    public static IEnumerable<Violation> Find(History history)
    {
        foreach (var slot in history.Jobs.Where(static job => job.Schedule is not null).GroupBy(static job => (job.Schedule, job.Slot, job.Listener)))
        {
            if (slot.Count() > 1)
            {
                yield return new Violation(
                    ViolationKind.SlotNotOnce,
                    $"The slot {slot.Key.Slot} of '{slot.Key.Schedule}' was enqueued {slot.Count()} times.",
                    [.. slot.SelectMany(static job => job.Lines)]);
            }
        }

        foreach (var (schedule, slot) in Missing(history))
        {
            yield return new Violation(
                ViolationKind.SlotNotOnce,
                $"The slot {slot} of '{schedule}' was never enqueued.",
                [.. history.Lines.Where(line => line["name"] == schedule && line.Kind is "schedule" or "paused")]);
        }
    }

    /// <summary>Finds the slots nobody has seen.</summary>
    public static IEnumerable<(string Schedule, long Slot)> Missing(History history)
    {
        var seen = history.Jobs.Where(static job => job.Schedule is not null).Select(static job => (job.Schedule!, long.Parse(job.Slot!, CultureInfo.InvariantCulture))).ToHashSet();
        foreach (var schedule in history.Lines.Where(static line => line.Kind == "schedule"))
        {
            var name = schedule["name"]!;
            if (history.Lines.FirstOrDefault(line => line.Kind == "paused" && line["name"] == name) is { } paused && paused["last"] is not null)
            {
                for (var slot = schedule.Number("next"); slot <= paused.Number("last"); slot += TimeSpan.TicksPerSecond)
                {
                    if (!seen.Contains((name, slot)))
                    {
                        yield return (name, slot);
                    }
                }
            }
        }
    }
}
