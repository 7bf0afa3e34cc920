using Sockeye.TestKit;

namespace Sockeye.Browser.Tests;

public sealed class HelloWorldTests(Browser browser)
{
    [Fact]
    public async Task The_smallest_program_serves_its_page_and_passes_messages_on()
    {
        await using var program = await SampleProcess.StartAsync("HelloWorld");
        await using var one = await browser.OpenAsync(program.Address);
        await using var other = await browser.OpenAsync(program.Address, beside: one, width: 360);
        await one.WaitForAsync("#welcome", "^Connected as");
        await other.WaitForAsync("#welcome", "^Connected as");

        await one.FillAsync("Message", "hello, world");
        await one.ClickAsync("button", "Send");

        await one.WaitForAsync("#messages li", "^hello, world$");
        await other.WaitForAsync("#messages li", "^hello, world$");
        Assert.Empty(await other.OverflowAsync());
        Assert.Empty(await one.ProblemsAsync());
    }

    [Fact]
    public void The_smallest_program_has_at_most_fifteen_lines()
    {
        var lines = File.ReadAllLines(RepositoryRoot.PathOf("samples", "HelloWorld", "Program.cs"));

        Assert.InRange(lines.Length, 1, 15);
    }
}
