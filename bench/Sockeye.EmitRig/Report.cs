using System.Globalization;

namespace Sockeye.EmitRig;

/// <summary>Prints tables in Markdown, and whether the budgets are kept.</summary>
internal static class Report
{
    public static void Print(Series series, params int[] ratios)
    {
        Console.WriteLine();
        Line($"| {series.Title} | ns | least – greatest |{string.Concat(ratios.Select(to => $" × {series.Paths[to].Name} |"))} bytes |");
        Line($"|---|--:|--:|{string.Concat(Enumerable.Repeat("--:|", ratios.Length))}--:|");
        for (var path = 0; path < series.Paths.Count; path++)
        {
            var (least, median, greatest) = series.Nanoseconds(path);
            var compared = string.Concat(ratios.Select(to => string.Create(CultureInfo.InvariantCulture, $" {series.Ratio(path, to):0.00} |")));
            Line($"| {series.Paths[path].Name} | {median:0.0} | {least:0.0} – {greatest:0.0} |{compared} {series.Bytes(path):0} |");
        }
    }

    /// <summary>Prints a budget and what is left of it, in nanoseconds as the median of the rounds.</summary>
    /// <returns>Whether it is kept.</returns>
    public static bool Budget(string rule, double left)
    {
        Line($"- {rule}: {(left >= 0 ? "kept" : "MISSED")}, {Math.Abs(left):0.0} ns {(left >= 0 ? "below" : "above")}");
        return left >= 0;
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
