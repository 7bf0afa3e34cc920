using Demo.Chat;
using Demo.Chat.Rooms;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sockeye.Demo.Tests.Data;
using Sockeye.TestKit;

namespace Sockeye.Demo.Tests.Chat;

public sealed class RoomSweeperTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_that_everybody_has_left_goes_after_a_while_with_all_that_was_said_there()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(2);
        await file.AddGroupAsync("group:left", "a0", "a1");
        await file.AddGroupAsync("group:one-left", "a0", "a1");
        await file.SayAsync("group:left", "a0", "forgotten words", (2 * RoomSweeper.MostAtOnce) + 10);
        await file.SayAsync("group:one-left", "a0", "words that stay");
        await file.WriteAsync("insert into files (id, room, owner, temporary_id, name, type, size, ready, touched_at) values ('f', 'group:left', 'a0', 't', 'n.png', 'image/png', 1, 1, 5)");
        await file.WriteAsync("insert into files (id, room, owner, temporary_id, name, type, size, touched_at) values ('g', 'group:left', 'a0', 'u', 'n.png', 'image/png', 1, 5)");
        await file.WriteAsync("update messages set file_id = 'f' where id = 7");
        await file.WriteAsync("delete from members where account_id = 'a0'");
        await file.WriteAsync("delete from members where account_id = 'a1' and room = 'group:left'");
        var options = Options.Create(new ChatOptions());
        using var sweeper = new RoomSweeper(file.Writer, options, file.Time, NullLogger<RoomSweeper>.Instance);
        await sweeper.StartAsync(Cancelled);
        await Eventually.TrueAsync(() => file.Time.ArmedTimers == 1);

        file.Time.Advance(options.Value.SweepInterval);
        await Eventually.TrueAsync(() => file.Ask<int>("select count(*) from abandoned_rooms where since is not null") == 1);
        file.Time.Advance(options.Value.AbandonedLifetime - options.Value.SweepInterval);
        Assert.Equal((2 * RoomSweeper.MostAtOnce) + 11, file.Ask<int>("select count(*) from messages"));
        file.Time.Advance(options.Value.SweepInterval);
        await Eventually.TrueAsync(() => file.Ask<int>("select count(*) from messages") == 1);
        Assert.Equal("f", file.Ask<string>("select id from removed_files")); // the sweep of uploads takes its bytes
        Assert.Equal("g", file.Ask<string>("select id from files"));
        Assert.Equal(2, file.Ask<int>("select count(*) from rooms"));

        await file.WriteAsync("delete from files"); // lapsed
        file.Time.Advance(options.Value.SweepInterval);
        await Eventually.TrueAsync(() => file.Ask<int>("select count(*) from rooms") == 1);
        Assert.Equal(0, file.Ask<int>("select count(*) from abandoned_rooms"));
        Assert.Equal("group:one-left", file.Ask<string>("select room from room_numbers"));
        Assert.Equal(0, file.Ask<int>("select count(*) from message_words where message_words match '\"1xforgotten\"'"));
        Assert.Equal(1, file.Ask<int>("select count(*) from message_words where message_words match '\"2xwords\"'"));
        await sweeper.StopAsync(Cancelled);
    }

    [Fact]
    public async Task The_newest_message_of_all_stays_until_there_is_a_newer_one()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(1);
        await file.AddGroupAsync("group:stays", "a0");
        await file.AddGroupAsync("group:left", "a0");
        await file.SayAsync("group:left", "a0", "the last words", 3);
        await file.WriteAsync("delete from members where room = 'group:left'");
        var options = Options.Create(new ChatOptions { AbandonedLifetime = TimeSpan.Zero });
        using var sweeper = new RoomSweeper(file.Writer, options, file.Time, NullLogger<RoomSweeper>.Instance);
        await sweeper.StartAsync(Cancelled);
        await Eventually.TrueAsync(() => file.Time.ArmedTimers == 1);

        file.Time.Advance(options.Value.SweepInterval);
        await Eventually.TrueAsync(() => file.Ask<int>("select count(*) from messages") == 1);
        Assert.Equal(3, file.Ask<int>("select max(version) from messages"));
        await file.SayAsync("group:stays", "a0", "more");
        file.Time.Advance(options.Value.SweepInterval);
        await Eventually.TrueAsync(() => file.Ask<int>("select count(*) from rooms") == 1);

        Assert.Equal(4, file.Ask<int>("select version from messages"));
        await sweeper.StopAsync(Cancelled);
    }
}
