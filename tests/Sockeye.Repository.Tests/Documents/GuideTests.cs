using System.Diagnostics;
using Sockeye.Repository.Tests.Sources;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>The steps of docs/guide.md: each is a program, which is run and talked to, and what the page shows of its script is in it.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sockeye-guide-");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData(1, """answer sent""", """both ["hi"] ["hi"]""")]
    [InlineData(2, """joined lounge true""", """who has not joined false""", """who has true""", """heard [{"room":"lounge","text":"yes"}]""")]
    [InlineData(
        3,
        """nobody Unauthorized""",
        """same room true 3:ada:bob""",
        """eve's room true false""",
        """heard [{"room":"3:ada:bob","from":"ada","text":"hi"}]""")]
    [InlineData(4, """at first []""", """once true one""", """not joined []""", """bob missed ["two"]""", """in all 152""")]
    [InlineData(5, """bob false""", """bob true""", """bob away""", """posted 200 by POST true""", """online 2""")]
    public async Task A_step_does_what_the_guide_says(int step, params string[] seen)
    {
        var (project, configuration) = ($"Guide.Step{step}", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)));
        await using var server = new ChildProcess(new ProcessStartInfo(
            "dotnet",
            [RepositoryRoot.PathOf("artifacts", "bin", project, configuration, project + ".dll"), "--urls", "http://127.0.0.1:0", "--file", Path.Combine(_data.FullName, "chat.db")])
        {
            WorkingDirectory = RepositoryRoot.PathOf("docs", project),
        });
        var address = (await server.ReadUntilAsync("Now listening on: ", CancellationToken)).Split("Now listening on: ")[1] + "/";
        using var http = new HttpClient();
        Assert.Contains("chat.js", await http.GetStringAsync(new Uri(address), CancellationToken).DefaultTimeout(), StringComparison.Ordinal);

        await using var client = NodeProcess.Start("guide-client.mjs", address, $"{step}");
        foreach (var line in seen)
        {
            Assert.Equal(line, await client.ReadLineAsync(CancellationToken));
        }

        Assert.Equal("done", await client.ReadLineAsync(CancellationToken));
    }

    [Fact]
    public void What_the_guide_shows_of_scripts_is_in_its_steps()
    {
        var scripts = SourceTree.Files.Where(static path => path.StartsWith("docs/Guide.Step", StringComparison.Ordinal) && path.EndsWith(".js", StringComparison.Ordinal)).Select(SourceTree.Read).ToArray();
        var blocks = Fences.In(SourceTree.Read("docs/guide.md")).Where(static block => block.Language == "js").ToArray();

        Assert.NotEmpty(blocks);
        Violations.None(blocks.Where(block => !Array.Exists(scripts, script => script.Contains(block.Code, StringComparison.Ordinal))).Select(static block => block.Code));
    }
}
