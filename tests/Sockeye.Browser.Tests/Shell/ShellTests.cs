using System.Net;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Shell;

/// <summary>The frame that all pages stand in.</summary>
public sealed class ShellTests(Browser browser, DemoServer demo)
{
    private const string Light = "rgb(246, 245, 243)";
    private const string Dark = "rgb(15, 19, 23)";

    [Fact]
    public async Task The_keyboard_reaches_the_content_the_sections_and_the_switch()
    {
        await using var tab = await browser.OpenAsync(demo.Process.Address + "/");

        await tab.PressAsync("Tab");
        await tab.WaitForFocusAsync("Skip to the content");
        Assert.Equal("0px", await tab.StyleAsync(".skip", "top"));
        await tab.PressAsync("Tab");
        await tab.WaitForFocusAsync("Sockeye");
        Assert.Equal("solid", await tab.StyleAsync(":focus", "outlineStyle"));
        await tab.PressAsync("Tab");
        await tab.WaitForFocusAsync("Hello");
        await tab.PressAsync("Enter");
        await tab.WaitForUrlAsync("/hello/");
        await tab.WaitForAsync("h1", "^Hello$");
    }

    [Fact]
    public async Task The_switch_changes_the_colours_and_they_stay_so()
    {
        await using var tab = await browser.OpenAsync(demo.Process.Address + "/");
        Assert.Equal(Light, await tab.StyleAsync("body", "backgroundColor"));

        await tab.ClickAsync("button", "Dark colours");
        Assert.Equal(Dark, await tab.StyleAsync("body", "backgroundColor"));
        await tab.GoToAsync(demo.Process.Address + "/hello/");
        Assert.Equal(Dark, await tab.StyleAsync("body", "backgroundColor"));

        await tab.ClickAsync("button", "Dark colours");
        Assert.Equal(Light, await tab.StyleAsync("body", "backgroundColor"));
        Assert.Empty(await tab.ProblemsAsync());
    }

    [Fact]
    public async Task The_system_decides_until_the_switch_does()
    {
        await using var tab = await browser.OpenAsync(demo.Process.Address + "/", dark: true);
        Assert.Equal(Dark, await tab.StyleAsync("body", "backgroundColor"));

        await tab.ClickAsync("button", "Dark colours");

        Assert.Equal(Light, await tab.StyleAsync("body", "backgroundColor"));
    }

    [Fact]
    public async Task The_index_leads_to_each_section_and_the_header_says_where_one_is()
    {
        await using var tab = await browser.OpenAsync(demo.Process.Address + "/");
        var sections = await tab.TextsAsync(".bar li a");

        Assert.Equal(sections, await tab.TextsAsync(".pages a"));
        Assert.Equal(["Sockeye"], await tab.TextsAsync("[aria-current]"));
        await tab.GoToAsync(demo.Process.Address + "/hello/");
        Assert.Equal(["Hello"], await tab.TextsAsync("[aria-current]"));
    }

    [Fact]
    public async Task Who_looks_for_a_page_that_there_is_not_finds_the_way_back_and_programs_read_a_problem()
    {
        await using var tab = await browser.OpenAsync(demo.Process.Address + "/no/such/page/", width: 360);
        await tab.WaitForAsync("h1", "^There is no such page$");
        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());
        await tab.ClickAsync("link", "The index");
        await tab.WaitForUrlAsync("/");

        using var visitor = new Visitor(demo.Process.Address);
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, visitor.GetAsync("/no/such/page/"));
        visitor.Http.DefaultRequestHeaders.Add("Accept", "text/html, */*; q=0.8"); // as browsers do
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, visitor.GetAsync("/api/no/such/route"));
        using var page = await visitor.GetAsync("/no/such/page");
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
    }
}
