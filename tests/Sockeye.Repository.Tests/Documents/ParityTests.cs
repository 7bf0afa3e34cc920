using System.Text.RegularExpressions;
using Sockeye.Repository.Tests.Sources;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>The page that compares the server with Node's: what it names exists, and its numbers are those that tests carry.</summary>
public sealed partial class ParityTests
{
    private const int Behaviours = 108;

    private static readonly string Page = SourceTree.Read("docs/parity.md");

    private static readonly string[][] Rows =
    [
        .. RowPattern().Matches(Page)
            .Select(static row => row.Value.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(static cells => !cells[0].StartsWith("---", StringComparison.Ordinal) && cells[^1] != "shown by"),
    ];

    private static readonly ShownBehaviour[] Shown = [.. SourceTree.CSharpFiles.Where(static path => path.StartsWith("tests/", StringComparison.Ordinal)).SelectMany(ShownBehaviour.In)];

    [Fact]
    public void Every_row_says_what_shows_it_or_why_nothing_does()
    {
        Assert.InRange(Rows.Length, 200, int.MaxValue);
        Violations.None(Rows.Where(static cells => cells.Length != 3).Select(static cells => $"{cells[0]}: a row has three cells."));
        Violations.None(Rows.Where(static cells => !TestName.Pattern().IsMatch(cells[^1]) && !cells[^1].StartsWith("not yet", StringComparison.Ordinal) && !cells[^1].StartsWith("no: ", StringComparison.Ordinal))
            .Select(static cells => $"{cells[0]}: neither a test nor \"not yet\" nor \"no: \" and the reason."));
    }

    [Fact]
    public void Every_test_it_names_exists()
    {
        var tests = TestName.Pattern().Matches(Page).DistinctBy(static match => match.Value).ToArray();

        Assert.InRange(tests.Length, 100, int.MaxValue);
        Violations.None(tests.Where(static test => !TestName.Exists(test)));
    }

    // Whatever of ours stands in backticks in the second column; what belongs to ASP.NET Core stands there without them.
    [Fact]
    public void Every_name_of_ours_is_public()
    {
        var surface = string.Join('\n', SourceTree.Files.Where(static path => path.EndsWith("PublicApi.approved.txt", StringComparison.Ordinal)).Select(SourceTree.Read));
        var names = Rows.Where(static cells => !int.TryParse(cells[0], out _)).SelectMany(static cells => CodePattern().Matches(cells[1])).SelectMany(static code => code.Groups["code"].Value.Split('.')).Distinct();

        Violations.None(names.Where(name => !Regex.IsMatch(surface, $@"\b{Regex.Escape(name)}\b")));
    }

    [Fact]
    public void Every_behaviour_has_its_row()
    {
        var numbers = Rows.Select(static cells => cells[0]).Where(static cell => int.TryParse(cell, out _));

        Assert.Equal(Enumerable.Range(1, Behaviours).Select(static number => $"{number}"), numbers);
    }

    [Fact]
    public void A_test_that_carries_a_number_is_in_the_row_of_it() =>
        Violations.None(Shown.Where(static shown => !TestName.Pattern().Matches(RowOf(shown.Number)).Any(shown.Is))
            .Select(static shown => $"{shown.Test} carries the number {shown.Number} and is not in its row."));

    [Fact]
    public void A_test_in_the_row_of_a_number_carries_it() =>
        Violations.None(
            from cells in Rows
            where int.TryParse(cells[0], out _)
            from Match test in TestName.Pattern().Matches(cells[^1])
            where !Shown.Any(shown => shown.Number == cells[0] && shown.Is(test))
            select $"{test.Value} is in the row of {cells[0]} and does not carry it.");

    private static string RowOf(string number) => Rows.FirstOrDefault(cells => cells[0] == number) is { } row ? row[^1] : "";

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"`(?<code>[A-Z][\w.]*)`")]
    private static partial Regex CodePattern();
}
