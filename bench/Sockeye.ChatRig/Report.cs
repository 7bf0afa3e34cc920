using System.Globalization;

namespace Sockeye.ChatRig;

/// <summary>The figures as a table, and whether they are good enough.</summary>
internal static class Report
{
    private const double Mebi = 1024 * 1024;

    public static void Write(RigOptions options, Ledger ledger, PageFigures page, Outcome outcome, Machine machine)
    {
        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{options.Clients} chat clients, {options.Seconds} s counted after {options.WarmUp} s, {Environment.ProcessorCount} cores shared by demo, clients and Chromium"),
            "",
            "| figure | value |",
            "|---|--:|",
            Row("messages stored and acknowledged a second", machine.Messages, "0.0"),
            Row("receipts by others a second", machine.Receipts, "0"),
            Row("events of presence a second", machine.Presences, "0"),
            Row("send to receipt, p50 / p99, ms", ledger.Receipts.Percentile(0.5), ledger.Receipts.Percentile(0.99)),
            Row("send to acknowledgement, p50 / p99, ms", ledger.Acknowledgements.Percentile(0.5), ledger.Acknowledgements.Percentile(0.99)),
            Row("the page: send to the other's page, p50 / p95, ms", PageFigures.Percentile(page.Shown, 0.5), PageFigures.Percentile(page.Shown, 0.95)),
            Row("the page: send to stored in its own, p50 / p95, ms", PageFigures.Percentile(page.Stored, 0.5), PageFigures.Percentile(page.Stored, 0.95)),
            Row("messages of the page", page.Sent, "0"),
            Row("connecting all clients until each sees its contacts online, s", machine.Connecting, "0.0"),
            Row("demo's resident memory before they came, MiB", machine.ResidentBefore / Mebi, "0"),
            Row("when they were connected, MiB", machine.ResidentConnected / Mebi, "0"),
            Row("at the end, MiB", machine.ResidentAfter / Mebi, "0"),
            Row("demo's CPU, cores", machine.Cpu, "0.00"),
            Row("the clients' CPU, cores", machine.OwnCpu, "0.00"),
            Row("part of the machine that others took", machine.Foreign, "0.00"),
            Row("messages not acknowledged", outcome.Wrong.Unacknowledged, "0"),
            Row("receipts lost", outcome.Wrong.Missing, "0"),
            Row("receipts doubled", outcome.Wrong.Doubled, "0"),
        ];
        Console.Out.WriteLine(string.Join('\n', lines));
    }

    /// <summary>Says what is not as it should be.</summary>
    /// <returns>The exit code.</returns>
    public static int Judge(RigOptions options, Ledger ledger, PageFigures page, Outcome outcome)
    {
        string?[] faults =
        [
            outcome.Wrong == default ? null : $"Messages were lost or doubled: {outcome.Wrong}.",
            outcome.Stored == ledger.Messages ? null : $"{ledger.Messages} messages were sent, and {outcome.Stored} are in the database.",
            outcome.Failures.Count == 0 ? null : $"{outcome.Failures.Count} connections ended, the first with: {outcome.Failures[0]}",
            outcome.Strangers == 0 ? null : $"{outcome.Strangers} clients did not see all their contacts online.",
            page.Shown.Count == page.Sent && page.Stored.Count == page.Sent ? null
                : $"The page sent {page.Sent} messages; it shows {page.Stored.Count} as stored, and the other's page {page.Shown.Count}.",
            page.Sent > 0 ? null : "The page sent nothing.",
            page.Problems.Count == 0 ? null : $"The pages say: {string.Join('\n', page.Problems)}",
            PageFigures.Percentile(page.Shown, 0.95) < options.Budget && PageFigures.Percentile(page.Stored, 0.95) < options.Budget ? null
                : $"The page was slower than its budget of {options.Budget} ms.",
        ];
        var said = faults.OfType<string>().ToArray();
        Array.ForEach(said, Console.Error.WriteLine);
        return said.Length == 0 ? 0 : 1;
    }

    private static string Row(string name, double value, string format) => $"| {name} | {value.ToString(format, CultureInfo.InvariantCulture)} |";

    private static string Row(string name, double one, double other) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {one:0.0} / {other:0.0} |");

    /// <summary>What the run took of the machine.</summary>
    internal sealed record Machine(
        double Messages, double Receipts, double Presences, double Connecting, double Cpu, double OwnCpu, double Foreign, long ResidentBefore, long ResidentConnected, long ResidentAfter);
}
