using Sockeye.Server.Tests.ServerSide;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Presence;

/// <summary>What is taken away while the application is asked whom somebody sees is not shown behind that.</summary>
public sealed class PendingWatchTests : PresenceServers
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_socket_that_becomes_another_users_is_not_shown_whom_the_former_may_see()
    {
        var server = await StartAsync(options => options.Watches = async (socket, _) =>
        {
            var user = socket.User.Identity?.Name;
            if (user == "ada")
            {
                _asked.TrySetResult();
                await _answer.Task;
            }

            return [$"friend of {user}"];
        });
        await using var client = await server.ConnectAsync("40{\"user\":\"guest\"}");
        Assert.Contains("friend of \"", await client.ReceiveAsync(), StringComparison.Ordinal);
        var socket = Assert.Single(server.Io.Sockets);
        await socket.ChangeUserAsync(Named("ada"), null, Cancelled);
        await _asked.Task.DefaultTimeout();
        await socket.ChangeUserAsync(Named("bob"), null, Cancelled);
        Assert.Contains("friend of bob", await client.ReceiveAsync(), StringComparison.Ordinal);

        _answer.SetResult();
        await Eventually.TrueAsync(() => server.Io.Work.Count == 0);
        await Tracker.SetStateAsync("nobody", "busy", Cancelled);
        Assert.True(await client.RoundTripAsync());
    }

    [Fact]
    public async Task Whom_a_user_may_see_no_more_is_not_shown_by_a_rule_that_was_asked_before()
    {
        var server = await StartAsync(options => options.Watches = async (_, _) =>
        {
            _asked.TrySetResult();
            await _answer.Task;
            return ["bob", "eve"];
        });
        await using var client = await server.ConnectAsync("40{\"user\":\"ada\"}");
        await _asked.Task.DefaultTimeout();
        await Tracker.UnwatchAsync("ada", ["bob"], Cancelled);
        _answer.SetResult();

        var told = await client.ReceiveAsync();
        Assert.Contains("eve", told, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", told, StringComparison.Ordinal);
        await using var bob = await server.ConnectAsync("40{\"user\":\"bob\"}");
        await Eventually.TrueAsync(() => Tracker["bob"].IsOnline);
        Assert.True(await client.RoundTripAsync());
    }

    [Fact]
    public async Task What_is_shown_and_hidden_again_stays_hidden_on_the_other_node_however_long_that_asks_its_database()
    {
        var cluster = new TwoNodesAdapter.Cluster();
        var here = await StartAsync(adapter: cluster.Add);
        var near = Tracker;
        var there = await StartAsync(
            options => options.LoadLastSeen = async (_, _) =>
            {
                _asked.TrySetResult();
                await _answer.Task;
                return new Dictionary<string, DateTimeOffset>();
            },
            cluster.Add);
        await using var bob = await there.ConnectAsync("40{\"user\":\"bob\"}");
        await Eventually.TrueAsync(() => near["bob"].IsOnline && Tracker["bob"].IsOnline);
        await near.WatchAsync("bob", ["ada"], Cancelled);
        await _asked.Task.DefaultTimeout();
        await near.UnwatchAsync("bob", ["ada"], Cancelled);
        await near.SetStateAsync("bob", "busy", Cancelled);
        await Eventually.TrueAsync(() => Tracker["bob"].State == "busy"); // so the other node has heard of the end

        _answer.SetResult();
        await Eventually.TrueAsync(() => there.Io.Work.Count == 0);
        await using var ada = await here.ConnectAsync("40{\"user\":\"ada\"}");
        await Eventually.TrueAsync(() => Tracker["ada"].IsOnline);
        Assert.True(await bob.RoundTripAsync());
    }
}
