using System.Text.RegularExpressions;
using Sockeye.Repository.Tests.Sources;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Documents;

public sealed partial class DocumentTests
{
    private static readonly string[] Documents = [.. SourceTree.Files.Where(static path => path.EndsWith(".md", StringComparison.Ordinal))];

    // docs/Snippets is built with the solution, so what lies in it compiles, and its page runs.
    private static readonly string[] Snippets =
        [.. SourceTree.Files.Where(static path => path.StartsWith("docs/Snippets/", StringComparison.Ordinal)).Select(static path => Unindented(SourceTree.Read(path)))];

    [Fact]
    public void Code_in_the_documents_is_code_that_compiles()
    {
        var blocks =
            from path in Documents
            from Match match in FencePattern().Matches(SourceTree.Read(path))
            where match.Groups["language"].Value is "csharp" or "html"
            select (path, code: match.Groups["code"].Value);

        Assert.NotEmpty(blocks);
        Violations.None(blocks.Where(static block => !Snippets.Any(snippet => snippet.Contains(Unindented(block.code), StringComparison.Ordinal)))
            .Select(static block => $"{block.path}: this block is not in docs/Snippets:\n{block.code}"));
    }

    [Fact]
    public void The_server_and_the_page_of_the_readme_are_as_short_as_it_says()
    {
        var blocks = FencePattern().Matches(SourceTree.Read("README.md")).ToLookup(static match => match.Groups["language"].Value, static match => match.Groups["code"].Value.Count(static letter => letter == '\n'));

        Assert.InRange(blocks["csharp"].First(), 1, 20);
        Assert.InRange(blocks["html"].First(), 1, 10);
    }

    [Fact]
    public void A_link_to_a_file_leads_to_one() =>
        Violations.None(
            from path in Documents
            from Match match in LinkPattern().Matches(SourceTree.Read(path))
            let target = match.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(SourceTree.FullPath(path))!, target))
            select $"{path}: {target}");

    // The options that SECURITY.md promises something about.
    [Fact]
    public void Every_option_the_security_page_names_exists()
    {
        var named = OptionPattern().Matches(SourceTree.Read("SECURITY.md")).SelectMany(static row => NamePattern().Matches(row.Groups["options"].Value)).Select(static match => match.Groups["name"].Value);

        Violations.None(named.Except(typeof(SocketServerOptions).GetProperties().Select(static property => property.Name)));
    }

    [Fact]
    public void The_files_a_visitor_looks_for_are_there() =>
        Violations.None(new[] { "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE" }.Where(static file => !File.Exists(RepositoryRoot.PathOf(file))));

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(static line => line.Trim()));

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)[^)]*\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^\|[^|]*\|[^|]*\|(?<options>[^|]*`[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex OptionPattern();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)`")]
    private static partial Regex NamePattern();
}
