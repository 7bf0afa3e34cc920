using System.Text.RegularExpressions;

namespace Sockeye.Repository.Tests.Sources;

public sealed class SourceTests
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
    public void No_file_has_a_region() => NoLine("*.cs", SourceRules.Region());

    [Fact]
    public void No_work_is_left_for_later() => NoLine("*", SourceRules.LeftWork());

    [Fact]
    public void No_test_is_skipped() => NoLine("tests/*.cs", SourceRules.Skip());

    [Fact]
    public void Nothing_waits_by_sleeping() => NoLine("*.cs", SourceRules.Sleep());

    [Fact]
    public void Nothing_hides_a_public_member_without_documentation() =>
        Violations.None(SourceTree.TextFiles.Where(static path => path.StartsWith("src/", StringComparison.Ordinal) && SourceTree.Read(path).Contains("1591", StringComparison.Ordinal)));

    [Fact]
    public void No_catch_is_empty() =>
        Violations.None(Judged(SourceTree.CSharpFiles).Where(static path => SourceRules.EmptyCatch().IsMatch(SourceTree.Read(path))));

    [Fact]
    public void No_file_names_a_path_of_one_machine() => NoLine("*", SourceRules.MachinePath());

    [Fact]
    public void No_file_names_a_host_that_packages_come_from() => NoLine("*", SourceRules.PackageHost());

    [Fact]
    public void Lock_files_record_no_download_address() =>
        Violations.None(SourceTree.Files.Where(static path => path.EndsWith("package-lock.json", StringComparison.Ordinal))
            .Where(static path => SourceTree.Read(path).Contains("\"resolved\": \"http", StringComparison.Ordinal)));

    [Fact]
    public void Every_site_that_is_named_is_one_of_those_we_mean() =>
        Violations.None(Judged(SourceTree.TextFiles).Where(static path => !path.EndsWith("package-lock.json", StringComparison.Ordinal))
            .SelectMany(static path => SourceRules.Url().Matches(SourceTree.Read(path)).Select(match => (path, host: match.Groups["host"].Value)))
            .Where(static found => !KnownSites.IsKnown(found.host)));

    // The rules and their own tests are full of what they look for.
    private static IEnumerable<string> Judged(IEnumerable<string> files) =>
        files.Where(static path => !path.StartsWith("tests/Sockeye.Repository.Tests/Sources/SourceRules", StringComparison.Ordinal));

    private static void NoLine(string files, Regex pattern)
    {
        var found =
            from path in Judged(SourceTree.TextFiles)
            where System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(files, path)
            from line in SourceTree.ReadLines(path).Index()
            where pattern.IsMatch(line.Item)
            select $"{path}:{line.Index + 1}: {line.Item.Trim()}";
        Violations.None(found);
    }
}
