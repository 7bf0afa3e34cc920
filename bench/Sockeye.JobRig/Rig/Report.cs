using System.Globalization;
using System.Text;
using Sockeye.LoadRig.Rig;

namespace Sockeye.JobRig.Rig;

/// <summary>The figures as text: a line as each run ends, and a Markdown table.</summary>
internal static class Report
{
    private const string None = "–";

    public static string Line(Measurement run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Table,-8} at {run.Concurrency,3} round {run.Round} {run.Peer,-7} enqueued {run.EnqueuedPerSecond,6:0}/s processed {run.ProcessedPerSecond,6:0}/s"
        + $"  emit to start p50 {run.P50Milliseconds:0.00} ms p99 {run.P99Milliseconds:0.00} ms  others {run.ForeignShare:P0}{(run.Void is { } why ? $"  VOID: {why}" : "")}");

    public static string Text(Table table, IReadOnlyList<Plan> plans, IReadOnlyList<Measurement> runs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n### {table.Title}\n\n");
        text.Append("| concurrency | | enqueued per second | × | processed per second | × | emit to start, p50 ms | ÷ | p99 ms | ÷ |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var plan in plans)
        {
            foreach (var peer in table.Peers)
            {
                Measurement[] mine = [.. runs.Where(run => run.Peer == peer.Name && run.Concurrency == plan.Concurrency)];
                var others = runs.Where(run => run.Peer == table.Peers[^1].Name && run.Concurrency == plan.Concurrency && run.Void is null).ToDictionary(static run => run.Round);
                text.Append(CultureInfo.InvariantCulture, $"| {plan.Concurrency} | {peer.Title} | ");
                text.AppendJoin(" | ", Cells(mine, others, peer == table.Peers[^1]));
                var lost = mine.Count(static run => run.Void is not null);
                text.Append(lost == 0 ? " |\n" : string.Create(CultureInfo.InvariantCulture, $" **VOID: {lost} of {mine.Length} runs** |\n"));
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Cells(Measurement[] mine, Dictionary<int, Measurement> others, bool isLast)
    {
        (Func<Measurement, double> Figure, string Format, bool IsTime)[] columns =
        [
            (static run => run.EnqueuedPerSecond, "0", false),
            (static run => run.ProcessedPerSecond, "0", false),
            (static run => run.P50Milliseconds, "0.0", true),
            (static run => run.P99Milliseconds, "0.0", true),
        ];
        foreach (var (figure, format, isTime) in columns)
        {
            Measurement[] valid = [.. mine.Where(static run => run.Void is null)];
            yield return Spread.Of(valid.Select(figure))?.ToString(format) ?? None;
            var ratios = valid.Where(run => others.ContainsKey(run.Round)).Select(run => isTime ? figure(others[run.Round]) / figure(run) : figure(run) / figure(others[run.Round]));
            yield return isLast ? "1" : Spread.Of(ratios)?.Median.ToString("0.00", CultureInfo.InvariantCulture) ?? None;
        }
    }
}
