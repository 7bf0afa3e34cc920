using System.Diagnostics;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Documents;

public sealed class ReadmeServerTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_and_the_page_of_the_readme_do_what_it_says()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        await using var server = new ChildProcess(new ProcessStartInfo(
            "dotnet", [RepositoryRoot.PathOf("artifacts", "bin", "Snippets", configuration, "Snippets.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = RepositoryRoot.PathOf("docs", "Snippets"),
        });
        var address = (await server.ReadUntilAsync("Now listening on: ", CancellationToken)).Split("Now listening on: ")[1];

        using var http = new HttpClient();
        Assert.Contains("/socket.io/socket.io.js", await http.GetStringAsync(new Uri(address), CancellationToken).DefaultTimeout(), StringComparison.Ordinal);

        await using var client = NodeProcess.Start("readme-client.mjs", address);
        Assert.Equal("1 + 2 = 3", await client.ReadLineAsync(CancellationToken));
        Assert.Equal("user joined: true", await client.ReadLineAsync(CancellationToken));
        Assert.Equal("chat message: hello hello", await client.ReadLineAsync(CancellationToken));
        Assert.Equal(0, await client.FinishAsync(CancellationToken));
    }
}
