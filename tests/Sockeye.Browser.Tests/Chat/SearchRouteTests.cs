using System.Net;
using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

public sealed class SearchRouteTests(DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Theory]
    [InlineData("gruss", 0)]
    [InlineData("GRÜß", 1)]
    [InlineData("grus", 0)]
    [InlineData("gru", 1)]
    [InlineData("exam fear", 1)]
    [InlineData("fear of exams", 1)]
    [InlineData("\"exam\" OR fear* -(", 0)]
    [InlineData("exa", 2)]
    [InlineData("'; drop table messages; --", 0)]
    [InlineData("text:fear", 0)]
    [InlineData("fear NOT exams", 0)]
    [InlineData("NEAR(fear exams)", 0)]
    [InlineData("#xfear", 0)]
    [InlineData("^fear", 1)]
    [InlineData("fear\" \"exams", 1)]
    [InlineData("Tomas", 1)]
    [InlineData("toma\u0301s", 1)]
    [InlineData("हिन्", 1)]
    [InlineData("हन", 0)]
    [InlineData("\u0444\u0451", 1)]
    [InlineData("日本", 1)]
    [InlineData("𠮷", 1)]
    [InlineData("one two three four five six seven eight nine ten eleven twelve", 1)]
    [InlineData("one two three four five six seven eight nine ten eleven thirteen", 0)]
    public async Task The_search_finds_words_and_beginnings(string text, int found)
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Student, "My fear of exams is back. Grüße, Tomás");
        await pair.SayAsync(pair.Doctor, "Which exam is it?");
        await pair.SayAsync(pair.Doctor, "हिन्दी фёдор 日本語 𠮷野家 🐟");
        await pair.SayAsync(pair.Doctor, "one two three four five six seven eight nine ten eleven twelve");

        var page = await pair.Student.GotAsync($"/api/chat/search?q={Uri.EscapeDataString(text)}");

        Assert.Equal(found, page["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_is_found_comes_in_pages_the_newest_first()
    {
        using var pair = await Pair.MeetAsync(Address);
        foreach (var number in Enumerable.Range(1, 7))
        {
            await pair.SayAsync(pair.Student, $"page {number}");
        }

        var seen = new List<string>();
        JsonNode page;
        long? before = null;
        do
        {
            page = await pair.Doctor.GotAsync($"/api/chat/search?q=page&room={pair.Room}&limit=3{(before is null ? "" : $"&before={before}")}");
            seen.AddRange(page["messages"]!.AsArray().Select(static message => message!["text"]!.GetValue<string>()));
            before = page["messages"]!.AsArray()[^1]!["id"]!.GetValue<long>();
        }
        while (page["more"]!.GetValue<bool>());

        Assert.Equal(Enumerable.Range(1, 7).Reverse().Select(static number => $"page {number}"), seen);
    }

    [Fact]
    public async Task A_search_without_a_word_in_it_is_told_what_is_found()
    {
        using var pair = await Pair.MeetAsync(Address);
        foreach (var (text, problem) in new[]
        {
            ("🐟", "Messages are found by their words, of letters and digits: there is none in this."),
            ("?!", "Messages are found by their words, of letters and digits: there is none in this."),
            (" ", "Say which words to look for, in at most 100 characters."),
        })
        {
            Assert.Equal(problem, await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.GetAsync($"/api/chat/search?q={Uri.EscapeDataString(text)}")));
        }
    }

    [Fact]
    public async Task A_search_for_nothing_is_refused()
    {
        using var pair = await Pair.MeetAsync(Address);

        foreach (var bad in new[] { "", "?q=", "?q=%22*%22", "?q=%F0%9F%90%9F", "?q=%00", "?q=" + new string('x', 101), "?q=x&limit=0", "?q=x&limit=101", "?q=x&before=yesterday" })
        {
            await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.GetAsync("/api/chat/search" + bad));
        }
    }
}
