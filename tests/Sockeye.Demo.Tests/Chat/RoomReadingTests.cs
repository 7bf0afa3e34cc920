using Demo.Chat.Rooms;
using Sockeye.Demo.Tests.Data;

namespace Sockeye.Demo.Tests.Chat;

public sealed class RoomReadingTests
{
    [Fact]
    public async Task As_many_queries_read_a_room_however_many_members_and_rooms_there_are()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(60);
        await file.AddGroupAsync("group:small", "a0", "a1");
        await file.AddGroupAsync("group:large", [.. Enumerable.Range(0, 51).Select(static number => $"a{number}")]);
        for (var room = 0; room < 30; room++)
        {
            await file.AddGroupAsync($"group:{room}", "a51", "a52", "a53");
            await file.SayAsync($"group:{room}", "a52", "hello");
        }

        Assert.Equal(3, Work.StatementsOf(file.Database, static connection => RoomQueries.ReadForMembers(connection, "group:small")).Count);
        Assert.Equal(3, Work.StatementsOf(file.Database, static connection => RoomQueries.ReadForMembers(connection, "group:large")).Count);
        Assert.Equal(3, Work.StatementsOf(file.Database, static connection => RoomQueries.Read(connection, "a1")).Count);
        Assert.Equal(3, Work.StatementsOf(file.Database, static connection => RoomQueries.Read(connection, "a51")).Count);
        Assert.Equal(3, Work.StatementsOf(file.Database, static connection => RoomQueries.Find(connection, "a51", "group:7")).Count);
    }

    [Fact]
    public async Task A_room_read_for_all_is_what_each_member_reads()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(4);
        await file.AddGroupAsync("group:one", "a0", "a1", "a2");
        await file.SayAsync("group:one", "a0", "hello", 3);
        await file.WriteAsync("update members set delivered = 3, read = 2 where account_id = 'a1'");
        await file.WriteAsync("update members set visible_from = 3 where account_id = 'a2'");
        using var connection = file.Database.Open();

        var views = RoomQueries.ReadForMembers(connection, "group:one");

        Assert.Equal(["a0", "a1", "a2"], views.Keys.Order());
        Assert.All(views, seen => Assert.Equivalent(RoomQueries.Find(connection, seen.Key, "group:one"), seen.Value, strict: true));
        Assert.Equal((0, 1, 0), (views["a0"].Unread, views["a1"].Unread, views["a2"].Unread));
        Assert.Equal((3, 3, null), (views["a0"].Last?.Id, views["a1"].Last?.Id, views["a2"].Last?.Id));
        Assert.Null(RoomQueries.Find(connection, "a3", "group:one"));
        Assert.Empty(RoomQueries.ReadForMembers(connection, "group:none"));
    }

    [Fact]
    public async Task One_room_is_found_without_a_look_at_the_others()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(2);
        await file.AddGroupAsync("group:0", "a0", "a1");
        var before = Pages();
        for (var room = 1; room < 300; room++)
        {
            await file.AddGroupAsync($"group:{room}", "a0", "a1");
        }

        Assert.InRange(Pages(), 1, before + 15);

        int Pages() => Work.PagesOf(file.Database, () =>
        {
            using var connection = file.Database.Open();
            RoomQueries.Find(connection, "a0", "group:0");
        });
    }
}
