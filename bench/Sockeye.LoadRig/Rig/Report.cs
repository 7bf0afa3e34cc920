using System.Globalization;
using System.Text;

namespace Sockeye.LoadRig.Rig;

/// <summary>The figures as text: a line as each run ends, and a Markdown table for each workload.</summary>
internal static class Report
{
    private const string None = "–";
    private const double Kibibyte = 1024;

    public static string Line(Plan plan, Measurement run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{plan.Name,-12} round {run.Round} {run.Peer,-8} {run.CpuMicroseconds,8:0.00} us/op {run.OperationsPerSecond,10:0}/s"
        + $"  p50 {run.Result.P50Milliseconds:0.00} ms  p99 {run.Result.P99Milliseconds:0.00} ms  server {run.ServerLoad:P0}  generator {run.GeneratorLoad:P0}"
        + $"{(run.IsVoid ? "  VOID" : string.Empty)}{Known(run.ResidentBytesPerConnection / Kibibyte, "KiB/conn")}"
        + $"{Known(run.AllocatedBytesPerOperation, "B/op")}{Known(run.CompilingMilliseconds, "ms compiling")}");

    public static string Table(Plan plan, IReadOnlyList<Peer> peers, IReadOnlyList<Measurement> runs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n### {plan.Title}\n\n").Append(plan.IsIdle ? IdleHead() : LoadHead(plan));
        foreach (var peer in peers)
        {
            List<Measurement> mine = [.. runs.Where(run => run.Peer == peer.Name)];
            List<Measurement> valid = [.. mine.Where(static run => !run.IsVoid)];
            text.Append(CultureInfo.InvariantCulture, $"| {peer.Title} | ");
            text.AppendJoin(" | ", plan.IsIdle ? IdleCells(valid, runs) : LoadCells(valid, runs));
            text.Append(CultureInfo.InvariantCulture, $" | {Text(mine, static run => run.GeneratorLoad * 100, "0")}");
            text.Append(mine.Count == valid.Count ? " |\n" : $" **VOID: {mine.Count - valid.Count} of {mine.Count} runs** |\n");
        }

        return text.ToString();
    }

    private static string Head(params IReadOnlyList<string> columns) =>
        $"| {string.Join(" | ", columns)} |\n|{string.Concat(Enumerable.Repeat("---|", columns.Count))}\n";

    private static string IdleHead() => Head(
        "server",
        "KiB per connection, resident",
        "after a full collection",
        "proportional",
        "managed heap",
        "Sockeye ÷ this, resident",
        "after a full collection",
        "server CPU µs per connection and second",
        "generator CPU %");

    private static string LoadHead(Plan plan) => Head(
        "server",
        $"server CPU µs per {plan.Operation}",
        "Sockeye ÷ this",
        "per second",
        "p50 ms",
        "p99 ms",
        "KiB per connection",
        $"allocated bytes per {plan.Operation}",
        "server CPU %",
        "generator CPU %");

    private static string Known(double? figure, string unit) =>
        figure is { } known ? string.Create(CultureInfo.InvariantCulture, $"  {known:0.#} {unit}") : string.Empty;

    private static string[] LoadCells(List<Measurement> mine, IReadOnlyList<Measurement> all) =>
    [
        Text(mine, static run => run.CpuMicroseconds, "0.00"),
        Ratio(mine, all, static run => run.CpuMicroseconds),
        Text(mine, static run => run.OperationsPerSecond, "0"),
        Text(mine, static run => run.Result.P50Milliseconds, "0.00"),
        Text(mine, static run => run.Result.P99Milliseconds, "0.00"),
        Text(mine, static run => run.ResidentBytesPerConnection / Kibibyte, "0.0"),
        Text(mine, static run => run.AllocatedBytesPerOperation, "0"),
        Text(mine, static run => run.ServerLoad * 100, "0"),
    ];

    private static string[] IdleCells(List<Measurement> mine, IReadOnlyList<Measurement> all) =>
    [
        Text(mine, static run => run.ResidentBytesPerConnection / Kibibyte, "0.0"),
        Text(mine, static run => run.CollectedResidentBytesPerConnection / Kibibyte, "0.0"),
        Text(mine, static run => run.CollectedProportionalBytesPerConnection / Kibibyte, "0.0"),
        Text(mine, static run => run.CollectedHeapBytesPerConnection / Kibibyte, "0.0"),
        Ratio(mine, all, static run => run.ResidentBytesPerConnection ?? double.NaN),
        Ratio(mine, all, static run => run.CollectedResidentBytesPerConnection ?? double.NaN),
        Text(mine, static run => run.CpuMicroseconds, "0.00"),
    ];

    /// <summary>Sockeye's figure over the peer's in the same round, for the rounds where neither is void.</summary>
    private static string Ratio(List<Measurement> mine, IReadOnlyList<Measurement> all, Func<Measurement, double> figure)
    {
        var ratios =
            from run in mine
            from sockeye in all
            where sockeye.Peer == "sockeye" && sockeye.Round == run.Round && !sockeye.IsVoid
            select figure(sockeye) / figure(run);
        return Spread.Of(ratios)?.ToString("0.00") ?? None;
    }

    private static string Text(List<Measurement> runs, Func<Measurement, double?> figure, string format) =>
        Spread.Of(runs.Select(figure).OfType<double>())?.ToString(format) ?? None;
}
