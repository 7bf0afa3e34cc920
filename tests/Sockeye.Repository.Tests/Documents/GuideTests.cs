using System.Diagnostics;
using Sockeye.Repository.Tests.Sources;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>The guides of events, inside the process and in the background: each of their examples runs, and prints what its page says.</summary>
public sealed class GuideTests
{
    private static readonly string[] Pages = [.. SourceTree.Files.Where(static path => path.StartsWith("docs/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [InlineData("Snippets.Events")]
    [InlineData("Snippets.Jobs")]
    public async Task Examples_print_what_the_pages_say(string project)
    {
        var printed = await RunAsync(project);
        var examples =
            from path in Pages.Append("README.md")
            from block in Fences.In(SourceTree.Read(path))
            where block.Language == "csharp"
            let snippet = Snippet.Find(block.Code)
            where snippet is { Member: not null } && snippet.Path.StartsWith($"docs/{project}/", StringComparison.Ordinal)
            select (path, snippet.Member, block.Output);
        var shown = examples.ToArray();

        Assert.NotEmpty(shown);
        Violations.None(shown.Where(example => !printed.TryGetValue(example.Member, out var lines) || lines != (example.Output ?? ""))
            .Select(example => $"{example.path}, {example.Member}: the page says\n{example.Output}and it printed\n{printed.GetValueOrDefault(example.Member, "nothing, as it has not run")}"));
        Violations.None(printed.Keys.Except(shown.Select(static example => example.Member)).Select(static example => $"{example} is on no page."));
    }

    [Fact]
    public void Every_page_is_in_the_contents() =>
        Violations.None(Pages.Where(static path => !path.EndsWith("/README.md", StringComparison.Ordinal)
            && !SourceTree.Read($"{Path.GetDirectoryName(path)}/README.md").Contains($"]({Path.GetFileName(path)})", StringComparison.Ordinal)));

    private static async Task<Dictionary<string, string>> RunAsync(string project)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var output = await ChildProcess.RunAsync(
            new ProcessStartInfo("dotnet", [RepositoryRoot.PathOf("artifacts", "bin", project, configuration, $"{project}.dll")]),
            TimeSpan.FromMinutes(2),
            TestContext.Current.CancellationToken);

        return ("\n" + output).Split("\n# ", StringSplitOptions.RemoveEmptyEntries).Select(static section => section.Split('\n', 2)).ToDictionary(
            static section => section[0], static section => section.Length == 1 ? "" : section[1] + "\n", StringComparer.Ordinal);
    }
}
