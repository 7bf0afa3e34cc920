using System.Text.Json;
using Sockeye.Server.Tests.ServerSide;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Presence;

/// <summary>Presence as clients and applications see it, on real servers.</summary>
public sealed class PresenceTests : PresenceServers
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly TwoNodesAdapter.Cluster _cluster = new();

    [Fact]
    public async Task Who_may_see_somebody_is_sent_how_that_is_and_what_changes_and_nobody_else_is()
    {
        var server = await StartAsync(options => options.Watches = static (socket, _) =>
            Task.FromResult<IReadOnlyCollection<string>>(socket.Handshake.Auth.GetProperty("user").GetString() == "bob" ? ["ada", "cyd"] : []));
        await using var bob = await JoinAsync(server, "bob");
        Assert.Equal(Told(true, User("ada", false), User("cyd", false)), await bob.ReceiveAsync());
        await using var eve = await JoinAsync(server, "eve");
        Assert.Equal(Told(true), await eve.ReceiveAsync());

        var ada = await JoinAsync(server, "ada");
        Assert.Equal(Told(true), await ada.ReceiveAsync());
        Assert.Equal(Told(false, User("ada", true)), await bob.ReceiveAsync());
        await using (var second = await JoinAsync(server, "ada"))
        {
            Assert.Equal(Told(true), await second.ReceiveAsync());
            Assert.Equal(2, Tracker["ada"].Devices);
        }

        Assert.True(await Tracker.SetStateAsync("ada", "busy", Cancelled));
        Assert.Equal(Told(false, User("ada", true, "busy")), await bob.ReceiveAsync());
        await ada.DisposeAsync();
        await Eventually.TrueAsync(() => Tracker["ada"].Devices == 0);
        await PassGraceAsync();
        Assert.Equal(Told(false, User("ada", false, null, "2030-01-01T00:00:00Z")), await bob.ReceiveAsync());
        Assert.Equal(2, Tracker.OnlineCount);
        Assert.True(await eve.RoundTripAsync());
    }

    [Fact]
    public async Task Sockets_that_are_there_already_are_counted_and_a_namespace_has_presence_once()
    {
        var server = await StartAsync(uses: false);
        await using var ada = await JoinAsync(server, "ada");
        await Eventually.TrueAsync(() => server.Io.Sockets.Count == 1);
        var presence = server.Io.UsePresence();

        await Eventually.TrueAsync(() => presence["ada"].IsOnline);
        Assert.Throws<InvalidOperationException>(() => server.Io.UsePresence());
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Io.Of("/other").UsePresence(static options => options.MaxWatchedUsers = 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Io.Of("/other").UsePresence(static options => options.NodeTimeout = options.NodeInterval));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Io.Of("/other").UsePresence(static options => options.GracePeriod = TimeSpan.MaxValue));
        Assert.Equal(0, server.Io.Of("/other").UsePresence().OnlineCount);
    }

    [Fact]
    public async Task When_somebody_was_last_seen_comes_from_the_application_where_nobody_here_knows()
    {
        var asked = new List<string>();
        var server = await StartAsync(options => options.LoadLastSeen = (users, _) =>
        {
            asked.AddRange(users);
            return users.Contains("fails")
                ? throw new InvalidOperationException("No database.")
                : Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(new Dictionary<string, DateTimeOffset> { ["ada"] = DateTimeOffset.UnixEpoch });
        });
        await using var bob = await JoinAsync(server, "bob");
        await Eventually.TrueAsync(() => Tracker["bob"].IsOnline);

        var found = await Tracker.GetAsync(["ada", "bob", "ada", "cyd"], Cancelled);
        Assert.Equal(["ada", "bob", "cyd"], found.Select(static user => user.UserId));
        Assert.Equal([DateTimeOffset.UnixEpoch, null, null], found.Select(static user => user.LastSeen));
        Assert.Equal(["ada", "cyd"], asked);
        Assert.Null(Assert.Single(await Tracker.GetAsync(["fails"], Cancelled)).LastSeen);

        await Tracker.WatchAsync(Assert.Single(server.Io.Sockets), ["ada"], Cancelled);
        Assert.Equal(Told(false, User("ada", false, null, "1970-01-01T00:00:00Z")), await bob.ReceiveAsync());
    }

    [Fact]
    public async Task Listeners_hear_each_change_in_order_and_one_that_fails_disturbs_nobody()
    {
        var heard = new List<string>();
        var server = await StartAsync();
        Tracker.OnChange(static _ => throw new InvalidOperationException("fails"));
        Tracker.OnChange(static async change =>
        {
            await Task.Yield();
            throw new InvalidOperationException($"fails later for {change.UserId}");
        });
        var listening = Tracker.OnChange(change => heard.Add(
            $"{change.UserId} {(change.HasComeOnline ? "came" : change.HasGoneOffline ? "went" : change.Now.State)}"));
        var ada = await JoinAsync(server, "ada");
        await Eventually.TrueAsync(() => Tracker["ada"].IsOnline);
        Assert.True(await Tracker.SetStateAsync(Assert.Single(server.Io.Sockets), "away", Cancelled));
        await ada.DisposeAsync();
        await Eventually.TrueAsync(() => Tracker["ada"].Devices == 0);
        await PassGraceAsync();
        await Eventually.TrueAsync(() => !Tracker["ada"].IsOnline);

        Assert.Equal(["ada came", "ada away", "ada went"], heard);
        listening.Dispose();
        await using var again = await JoinAsync(server, "ada");
        await Eventually.TrueAsync(() => Tracker["ada"].IsOnline);
        Assert.Equal(3, heard.Count);
    }

    [Fact]
    public async Task A_rule_that_fails_or_shows_too_many_shows_nobody_and_is_told_of()
    {
        var errors = new List<string>();
        var server = await StartAsync(options =>
        {
            options.MaxWatchedUsers = 2;
            options.Watches = static (socket, _) => socket.Handshake.Auth.GetProperty("user").GetString() == "many"
                ? Task.FromResult<IReadOnlyCollection<string>>(["a", "b", "c"])
                : throw new InvalidOperationException("No database.");
        });
        server.Io.OnHandlerError(context => errors.Add(context.Exception.Message));
        await using var many = await JoinAsync(server, "many");
        Assert.True(await many.RoundTripAsync());
        await Eventually.TrueAsync(() => errors.Count == 1);
        await using var failing = await JoinAsync(server, "failing");
        Assert.True(await failing.RoundTripAsync());
        await Eventually.TrueAsync(() => errors.Count == 2);

        Assert.StartsWith("A socket may watch 2 users", errors[0], StringComparison.Ordinal);
        Assert.Equal("No database.", errors[1]);
        var socket = server.Io.Sockets[0];
        await Assert.ThrowsAsync<ArgumentException>(() => Tracker.WatchAsync(socket, ["a", "b", "c"], Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Tracker.WatchAsync(socket, ["a", ""], Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Tracker.SetStateAsync(socket, "", Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Tracker.SetStateAsync("ada", new string('x', 65), Cancelled));
        var other = server.Io.Of("/other").UsePresence();
        await Assert.ThrowsAsync<ArgumentException>(() => other.WatchAsync(socket, ["a"], Cancelled));
        Assert.False(await Tracker.SetStateAsync("nobody", "busy", Cancelled));
    }

    [Fact]
    public async Task What_connection_listeners_show_comes_before_the_whole_and_is_part_of_it()
    {
        var server = await StartAsync(options => options.Watches = static (_, _) => Task.FromResult<IReadOnlyCollection<string>>(["bob"]));
        server.Io.OnConnection(async socket =>
        {
            socket.On("see", async (string[] users) => await Tracker.WatchAsync(socket, users));
            await Tracker.WatchAsync(socket, ["ada"]);
        });
        await using var client = await JoinAsync(server, "client");

        var (first, second) = (await client.ReceiveAsync(), await client.ReceiveAsync());
        string[] whole = [Told(true, User("ada", false), User("bob", false)), Told(true, User("bob", false), User("ada", false)), Told(true, User("bob", false))];
        Assert.Contains(Told(false, User("ada", false)), new[] { first, second });
        Assert.Contains(first.StartsWith("42[\"sockeye:presence\",{\"snapshot\":true", StringComparison.Ordinal) ? first : second, whole);
        await client.SendAsync("42[\"see\",[\"cyd\"]]");
        Assert.Equal(Told(false, User("cyd", false)), await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_change_of_the_user_makes_another_come_and_see()
    {
        var server = await StartAsync(
            options => options.Watches = static (socket, _) => Task.FromResult<IReadOnlyCollection<string>>([$"friend of {socket.User.Identity!.Name}"]),
            user: static socket => socket.User.Identity?.Name);
        await using var client = await server.ConnectAsync();
        Assert.Equal(Told(true, User("friend of ", false)), await client.ReceiveAsync());

        await Assert.Single(server.Io.Sockets).ChangeUserAsync(Named("ada"), null, Cancelled);
        Assert.Equal(Told(true, User("friend of ada", false)), await client.ReceiveAsync());
        await Assert.Single(server.Io.Sockets).ChangeUserAsync(Named("ada"), null, Cancelled);
        await Assert.Single(server.Io.Sockets).ChangeUserAsync(Named("bob"), null, Cancelled);
        Assert.Equal(Told(true, User("friend of bob", false)), await client.ReceiveAsync());

        Assert.Equal((0, 1), (Tracker["ada"].Devices, Tracker["bob"].Devices));
    }

    [Fact]
    public async Task Over_two_nodes_users_are_one_and_contacts_are_shown_and_hidden_on_both()
    {
        var here = await StartAsync(adapter: _cluster.Add);
        var near = Tracker;
        var there = await StartAsync(adapter: _cluster.Add);
        await using var bobHere = await JoinAsync(here, "bob");
        await using var bobThere = await JoinAsync(there, "bob");
        await Eventually.TrueAsync(() => near["bob"].Devices == 2 && Tracker["bob"].Devices == 2);

        await near.WatchAsync("bob", ["ada"], Cancelled);
        Assert.Equal(Told(false, User("ada", false)), await bobHere.ReceiveAsync());
        Assert.Equal(Told(false, User("ada", false)), await bobThere.ReceiveAsync());
        await using var ada = await JoinAsync(there, "ada");
        Assert.Equal(Told(false, User("ada", true)), await bobHere.ReceiveAsync());
        Assert.Equal(Told(false, User("ada", true)), await bobThere.ReceiveAsync());

        await near.UnwatchAsync("bob", ["ada"], Cancelled);
        await near.SetStateAsync("ada", "away", Cancelled);
        await Eventually.TrueAsync(() => Tracker["ada"].State == "away" && near["ada"].State == "away");
        Assert.True(await bobHere.RoundTripAsync());
        Assert.True(await bobThere.RoundTripAsync());
    }

    [Fact]
    public async Task A_server_that_has_closed_says_so()
    {
        var server = await StartAsync();
        await server.Io.CloseAsync(Cancelled);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Tracker.SetStateAsync("ada", "away", Cancelled));
        Assert.False(Tracker["ada"].IsOnline);
    }

    private static string Told(bool snapshot, params string[] users) =>
        $"42[\"sockeye:presence\",{{\"snapshot\":{(snapshot ? "true" : "false")},\"users\":[{string.Join(',', users)}]}}]";

    private static string User(string id, bool online, string? state = null, string? lastSeen = null) =>
        $"{{\"userId\":\"{id}\",\"online\":{(online ? "true" : "false")},\"state\":{JsonSerializer.Serialize(state)},\"lastSeen\":{JsonSerializer.Serialize(lastSeen)}}}";

    /// <summary>Lets a grace period pass that has begun: its timer is set behind the step that shows who left, and before the next step.</summary>
    private async Task PassGraceAsync()
    {
        await Tracker.SetStateAsync("nobody", null, Cancelled).DefaultTimeout();
        Time.Advance(Grace);
    }

    private static Task<WireClient> JoinAsync(RunningServer server, string user) => server.ConnectAsync($"40{{\"user\":\"{user}\"}}");
}
