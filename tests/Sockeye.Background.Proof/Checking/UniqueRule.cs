using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Checking;

/// <summary>Of one unique key there is one event, and whoever was told of another's is told of that one. An emit that was called once makes one event at most.</summary>
internal static class UniqueRule
{
    public static IEnumerable<Violation> Find(History history)
    {
        var items = history.Items;
        var byNumber = history.Jobs.Where(static job => job.Number >= 0).ToLookup(static job => job.Number);
        var emitted = history.Lines.Where(static line => line.Kind == "emitted").ToLookup(static line => (int)line.Number("number"));
        var numbers = history.Lines.Where(static line => line.Kind == "emit").Select(static line => (int)line.Number("number")).ToArray();
        foreach (var once in numbers.GroupBy(number => items[number].UniqueKey ?? $"item {number}"))
        {
            var its = once.Distinct().ToArray();
            if (items[once.First()].UniqueKey is null && once.Count() > 1)
            {
                continue; // such as is emitted again after a failure is two
            }

            JournalLine[] answers = [.. its.SelectMany(number => emitted[number])];
            JobHistory[] jobs = [.. its.SelectMany(number => byNumber[number])];
            var events = answers.Select(static line => line["event"]).Concat(jobs.Select(static job => job.EventId)).Distinct().ToArray();
            if (events.Length > 1 || answers.Count(static line => line["outcome"] == "Stored") > 1)
            {
                yield return new Violation(
                    ViolationKind.KeyNotUnique,
                    $"'{once.Key}' was queued more than once: events {string.Join(", ", events)}.",
                    [.. answers, .. jobs.SelectMany(static job => job.Lines)]);
            }
        }
    }
}
