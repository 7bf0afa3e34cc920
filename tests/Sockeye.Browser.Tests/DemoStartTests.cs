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

    [Fact]
    public async Task The_demo_finds_its_pages_from_any_directory()
    {
        await using var elsewhere = await SampleProcess.StartAsync("Demo", directory: Path.GetTempPath());

        Assert.Contains("<h1>Hello</h1>", await elsewhere.GetTextAsync("/hello/"), StringComparison.Ordinal);
    }
}
