using System.Text.RegularExpressions;

namespace Sockeye.Repository.Tests.Sources;

public sealed partial class SourceTests
{
    private const int MaxLines = 400;
    private static readonly string[] Written = [".cs", ".js", ".mjs", ".css", ".html", ".sh"];
    private static readonly string[] NeverSource = [".binlog", ".orig", ".rej", ".patch", ".bak", ".old", ".swp", ".log", ".user", ".dll", ".exe", ".nupkg", ".zip"];

    [Fact]
    public void The_repository_is_found() => Assert.Contains("test.sh", SourceTree.Files);

    [Fact]
    public void No_source_file_is_longer_than_four_hundred_lines() =>
        Violations.None(SourceTree.Files.Where(static path => Written.Contains(Path.GetExtension(path)))
            .Select(static path => (path, SourceTree.ReadLines(path).Length)).Where(static file => file.Length > MaxLines));

    [Fact]
    public void Every_file_is_source() =>
        Violations.None(SourceTree.Files.Where(static path =>
            NeverSource.Contains(Path.GetExtension(path)) || path.Split('/')[..^1].Any(static folder => folder is "bin" or "obj" or "artifacts" or "node_modules")));

    [Fact]
    public void No_file_has_a_region() => NoLine("*.cs", RegionPattern());

    [Fact]
    public void No_work_is_left_for_later() => NoLine("*", LeftWorkPattern());

    [Fact]
    public void No_test_is_skipped() => NoLine("tests/*.cs", SkipPattern());

    [Fact]
    public void Nothing_waits_by_sleeping() => NoLine("*.cs", SleepPattern());

    [Fact]
    public void Nothing_hides_a_public_member_without_documentation() =>
        Violations.None(SourceTree.TextFiles.Where(static path => path.StartsWith("src/", StringComparison.Ordinal) && SourceTree.Read(path).Contains("1591", StringComparison.Ordinal)));

    [Fact]
    public void No_catch_is_empty() =>
        Violations.None(SourceTree.CSharpFiles.Where(static path => EmptyCatchPattern().IsMatch(SourceTree.Read(path))));

    [Fact]
    public void No_file_names_a_path_of_one_machine() => NoLine("*", MachinePathPattern());

    [Fact]
    public void Lock_files_record_no_download_address() =>
        Violations.None(SourceTree.Files.Where(static path => path.EndsWith("package-lock.json", StringComparison.Ordinal))
            .Where(static path => SourceTree.Read(path).Contains("\"resolved\": \"http", StringComparison.Ordinal)));

    [Fact]
    public void Every_site_that_is_named_is_one_of_those_we_mean() =>
        Violations.None(SourceTree.TextFiles.Where(static path => !path.EndsWith("package-lock.json", StringComparison.Ordinal))
            .SelectMany(static path => UrlPattern().Matches(SourceTree.Read(path)).Select(match => (path, host: match.Groups["host"].Value)))
            .Where(static found => !KnownSites.IsKnown(found.host)));

    private static void NoLine(string files, Regex pattern)
    {
        var found =
            from path in SourceTree.TextFiles
            where System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(files, path)
            where !path.StartsWith("tests/Sockeye.Repository.Tests/", StringComparison.Ordinal) // whose patterns match themselves
            from line in SourceTree.ReadLines(path).Index()
            where pattern.IsMatch(line.Item)
            select $"{path}:{line.Index + 1}: {line.Item.Trim()}";
        Violations.None(found);
    }

    [GeneratedRegex(@"^\s*#(end)?region\b")]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftWorkPattern();

    [GeneratedRegex(@"\b(Skip|SkipWhen|SkipUnless)\s*=|Assert\.Skip|Explicit\s*=\s*true")]
    private static partial Regex SkipPattern();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\(\s*(\d[\d_]*|TimeSpan\.[^;]*\))\s*(,\s*(\w*[cC]ancellationToken|TestContext\.Current\.CancellationToken)\s*)?\)")]
    private static partial Regex SleepPattern();

    [GeneratedRegex(@"\bcatch\b[^{};]*\{\s*\}")]
    private static partial Regex EmptyCatchPattern();

    [GeneratedRegex(@"(?<![\w.}~])/(home|root|Users|work|tmp|mnt)/\w|\b[A-Z]:\\\w")]
    private static partial Regex MachinePathPattern();

    [GeneratedRegex(@"\b(https?|wss?)://(?<host>\[[^\]]*\]|[A-Za-z0-9.-]+)")]
    private static partial Regex UrlPattern();
}
