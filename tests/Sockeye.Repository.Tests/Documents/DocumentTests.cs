using System.Text.RegularExpressions;
using Sockeye.Repository.Tests.Sources;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Documents;

public sealed partial class DocumentTests
{
    private static readonly string[] Documents = [.. SourceTree.Files.Where(static path => path.EndsWith(".md", StringComparison.Ordinal))];

    // The projects under docs are built with the solution, so what lies in them compiles.
    [Fact]
    public void Code_in_the_documents_is_code_that_compiles()
    {
        var blocks = Documents.SelectMany(static path => Fences.In(SourceTree.Read(path)).Where(static block => block.Language == "csharp").Select(block => (path, block.Code))).ToArray();

        Assert.NotEmpty(blocks);
        Violations.None(blocks.Where(static block => Snippet.Find(block.Code) is null)
            .Select(static block => $"{block.path}: this block is no member's body and no declaration in a project of docs:\n{block.Code}"));
    }

    [Fact]
    public void Pages_in_the_documents_are_pages_that_run()
    {
        var blocks = Documents.SelectMany(static path => Fences.In(SourceTree.Read(path)).Where(static block => block.Language == "html").Select(block => (path, block.Code))).ToArray();

        Assert.NotEmpty(blocks);
        Violations.None(blocks.Where(static block => block.Code != SourceTree.Read("docs/Snippets/wwwroot/index.html"))
            .Select(static block => $"{block.path}: this page is not in docs/Snippets:\n{block.Code}"));
    }

    [Fact]
    public void The_server_and_the_page_of_the_readme_are_as_short_as_it_says()
    {
        var blocks = Fences.In(SourceTree.Read("README.md")).ToLookup(static block => block.Language, static block => block.Code.Count(static letter => letter == '\n'));

        Assert.InRange(blocks["csharp"].First(), 1, 20);
        Assert.InRange(blocks["html"].First(), 1, 10);
    }

    [Fact]
    public void The_readme_lists_the_packages_there_are() =>
        Assert.Equal(Libraries.Names, PackagePattern().Matches(SourceTree.Read("README.md")).Select(static row => row.Groups["name"].Value).Order());

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

    [GeneratedRegex(@"\]\((?<target>[^)#]+)[^)]*\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^\|[^|]*\|[^|]*\|(?<options>[^|]*`[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex OptionPattern();

    [GeneratedRegex(@"^\| `(?<name>Sockeye\.[A-Za-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex PackagePattern();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)`")]
    private static partial Regex NamePattern();
}
