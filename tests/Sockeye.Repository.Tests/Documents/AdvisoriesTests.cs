using System.Text.RegularExpressions;
using Sockeye.Repository.Tests.Sources;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>The page of advisories: its tests exist and carry what their rows say; and what no server can be sent is not in the sources.</summary>
public sealed partial class AdvisoriesTests
{
    private static readonly Match[] Rows = RowPattern().Matches(SourceTree.Read("docs/advisories.md")).ToArray();

    [Fact]
    public void Every_row_names_tests_that_exist_and_carry_it()
    {
        Assert.InRange(Rows.Length, 28, int.MaxValue);
        Violations.None(Rows.Where(static row => !TestName.Pattern().IsMatch(row.Groups["tests"].Value)).Select(static row => $"{row.Groups["id"]}: no test."));
        Violations.None(
            from row in Rows
            from Match test in TestName.Pattern().Matches(row.Groups["tests"].Value)
            where !TestName.Exists(test) || !Carries(test, row.Groups["id"].Value)
            select $"{test.Value} does not exist, or does not carry {row.Groups["id"]}.");
    }

    [Fact]
    public void Every_advisory_that_a_test_carries_is_on_the_page() => Violations.None(
        from path in TestFiles()
        from Match trait in TraitPattern().Matches(SourceTree.Read(path))
        where !Rows.Any(row => row.Groups["id"].Value == trait.Groups["id"].Value)
        select $"{path}: {trait.Groups["id"]}");

    [Fact, Trait("Advisory", "CVE-2016-10536"), Trait("Advisory", "CVE-2021-31597")]
    public void Nothing_switches_the_check_of_certificates_off() => Violations.None(Uses(CertificatePattern()));

    [Fact, Trait("Advisory", "CVE-2020-28502")]
    public void Nothing_evaluates_code_that_comes_as_text() => Violations.None(Uses(EvaluationPattern()));

    private static IEnumerable<string> Uses(Regex pattern) => SourceTree.CSharpFiles
        .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && pattern.IsMatch(SourceTree.Read(path)));

    private static IEnumerable<string> TestFiles() => SourceTree.CSharpFiles.Where(static path => path.StartsWith("tests/", StringComparison.Ordinal));

    private static bool Carries(Match test, string id)
    {
        var folder = $"tests/Sockeye.{test.Groups["project"]}/";
        var method = new Regex($@"\bTrait\(""Advisory"", ""{Regex.Escape(id)}""\).*\n(^    \W.*\n)*^    public [^(]*\b{test.Groups["method"]}\(", RegexOptions.Multiline);
        return TestFiles().Any(path => path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith($"/{test.Groups["class"]}.cs", StringComparison.Ordinal)
            && method.IsMatch(SourceTree.Read(path)));
    }

    [GeneratedRegex(@"^\| (?<id>(CVE|GHSA|engine)[^|]+?) \|.*\| (?<tests>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"\bTrait\(""Advisory"", ""(?<id>(CVE|GHSA|engine)[^""]+)""\)")]
    private static partial Regex TraitPattern();

    [GeneratedRegex("ServerCertificateCustomValidationCallback|RemoteCertificateValidationCallback|ServerCertificateValidationCallback|DangerousAcceptAny")]
    private static partial Regex CertificatePattern();

    [GeneratedRegex(@"CSharpScript|\bJint\b|ClearScript|Assembly\.Load\(")]
    private static partial Regex EvaluationPattern();
}
