using Demo.Chat.Messages;
using Sockeye.Demo.Tests.Data;

namespace Sockeye.Demo.Tests.Chat;

/// <summary>A search, and what a page has missed, cost what is in one's own rooms: others may write the same words as much as they like.</summary>
public sealed class SearchCostTests
{
    [Theory]
    [InlineData("hello")]
    [InlineData("hel")]
    [InlineData("h")]
    [InlineData("hello there")]
    public async Task A_search_looks_at_no_more_when_others_write_the_same_words(string words)
    {
        await using var file = await DemoFile.OpenAsync();
        await FillAsync(file);
        var queries = new MessageQueries(file.Database);
        var before = PagesOfSearch();
        await OthersWriteAsync(file);

        var after = PagesOfSearch();

        Assert.InRange(after, 1, before + 100); // the index has more segments and deeper trees, and no more
        Assert.Equal(20, queries.Search("a0", words, null, null, 50).Value!.Messages.Count);

        int PagesOfSearch() => Work.PagesOf(file.Database, () => queries.Search("a0", words, null, null, null));
    }

    [Fact]
    public async Task What_was_missed_looks_at_no_more_when_others_have_written()
    {
        await using var file = await DemoFile.OpenAsync();
        await FillAsync(file);
        var queries = new MessageQueries(file.Database);
        var before = PagesOfChanges();
        await OthersWriteAsync(file);

        var after = PagesOfChanges();

        Assert.InRange(after, 1, before + 100);
        Assert.Equal(20, queries.Changes("a0", 0, null).Value!.Messages.Count);

        int PagesOfChanges() => Work.PagesOf(file.Database, () => queries.Changes("a0", 0, null));
    }

    [Fact]
    public async Task A_member_finds_what_was_said_since_they_came_and_is_not_deleted()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(2);
        await file.AddGroupAsync("group:mine", "a0", "a1");
        await file.SayAsync("group:mine", "a1", "the word before");
        await file.WriteAsync("update members set visible_from = 1 where account_id = 'a0'");
        await file.SayAsync("group:mine", "a1", "the word after");
        await file.SayAsync("group:mine", "a1", "a word taken back");
        await file.WriteAsync("update messages set text = '', deleted_at = 1 where id = 3");
        var queries = new MessageQueries(file.Database);

        Assert.Equal([2], queries.Search("a0", "word", null, null, null).Value!.Messages.Select(static message => message.Id));
        Assert.Equal([2, 1], queries.Search("a1", "word", "group:mine", null, null).Value!.Messages.Select(static message => message.Id));
        Assert.Equal([1], queries.Search("a1", "word", null, 2, null).Value!.Messages.Select(static message => message.Id));
        Assert.Empty(queries.Search("a1", "taken", null, null, null).Value!.Messages);
        await file.WriteAsync("insert into message_words (message_words) values ('integrity-check')");
    }

    private static async Task FillAsync(DemoFile file)
    {
        await file.AddAccountsAsync(100);
        await file.AddGroupAsync("group:mine", "a0", "a1");
        await file.AddGroupAsync("group:mine-too", "a0", "a2");
        await file.SayAsync("group:mine", "a1", "hello there, how are you?", 10);
        await file.SayAsync("group:mine-too", "a2", "hello again, there is news", 10);
    }

    private static async Task OthersWriteAsync(DemoFile file)
    {
        for (var other = 3; other < 100; other++)
        {
            await file.AddGroupAsync($"group:{other}", $"a{other}");
            await file.SayAsync($"group:{other}", $"a{other}", "hello there, how are you?", 200);
        }
    }
}
