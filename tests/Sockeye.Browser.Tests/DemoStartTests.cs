using System.Net;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests;

public sealed class DemoStartTests(DemoServer demo)
{
    [Fact]
    public async Task A_port_that_is_taken_is_said_in_a_sentence()
    {
        var (exitCode, output) = await SampleProcess.RunAsync("Demo", "--urls=" + demo.Process.Address);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{demo.Process.Address}: address already in use. Another program listens there", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public Task The_demo_says_where_it_is() => demo.Process.WaitForOutputAsync($"The demo is at {demo.Process.Address} (Ctrl+C stops it)");

    [Theory]
    [InlineData("/", HttpStatusCode.OK, "no-cache")]
    [InlineData("/api/accounts/examples", HttpStatusCode.OK, "no-store")]
    [InlineData("/api/chat/state", HttpStatusCode.Unauthorized, "no-store")]
    [InlineData("/api/orders/no-number", HttpStatusCode.NotFound, "no-store")]
    [InlineData("/api/students/log-in", HttpStatusCode.BadRequest, "no-store, no-cache")] // failed while it was read
    public async Task Each_answer_says_what_browsers_may_do_with_it(string path, HttpStatusCode status, string kept)
    {
        using var visitor = new Visitor(demo.Process.Address);
        using var answer = status == HttpStatusCode.BadRequest ? await visitor.PostTextAsync(path, "{") : await visitor.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("default-src 'self';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal(kept, answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_page_has_one_address()
    {
        using var visitor = new Visitor(demo.Process.Address);

        using var page = await visitor.GetAsync("/chat/index.html?room=a");

        Assert.Equal("/chat/?room=a", page.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_demo_finds_its_pages_from_any_directory()
    {
        await using var elsewhere = await SampleProcess.StartAsync("Demo", directory: Path.GetTempPath());

        Assert.Contains("<h1>Hello</h1>", await elsewhere.GetTextAsync("/hello/"), StringComparison.Ordinal);
    }
}
