using Sockeye.Server.Presence;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Presence;

/// <summary>One node by itself.</summary>
public sealed class PresenceCoreTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _time = new();
    private readonly FakeAudience _audience = new();
    private readonly PresenceCore _core;

    public PresenceCoreTests() => _core = new PresenceCore(
        new PresenceOptions { GracePeriod = Grace, MaxWatchedUsers = 3, LastSeenCapacity = 2 }, _time, _audience, channel: null);

    [Fact]
    public void A_user_comes_with_the_first_device_and_goes_a_grace_period_after_the_last()
    {
        var (phone, desk) = (new FakeViewer("phone"), new FakeViewer("desk"));
        _core.Enter(phone, "ada");
        _core.Enter(desk, "ada");
        Assert.Equal(new UserPresence("ada", true, null, 2, null), _core.Table.Get("ada"));
        Assert.True(Assert.Single(_audience.Changes).HasComeOnline);

        _core.Leave(phone);
        Pass(Grace * 2);
        Assert.Equal(1, _core.Table.Get("ada").Devices);
        _core.Leave(desk);
        var left = _time.GetUtcNow();
        Pass(Grace - TimeSpan.FromSeconds(1));
        Assert.Equal(new UserPresence("ada", true, null, 0, null), _core.Table.Get("ada"));
        Assert.Single(_audience.Changes);

        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(new UserPresence("ada", false, null, 0, left), _core.Table.Get("ada"));
        Assert.True(_audience.Changes[^1].HasGoneOffline);
        Assert.Equal(0, _core.Table.OnlineCount);
    }

    [Fact]
    public void Who_comes_back_within_the_grace_period_never_went()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            var socket = new FakeViewer($"socket {turn}");
            _core.Enter(socket, "ada");
            Pass(TimeSpan.FromSeconds(1));
            _core.Leave(socket);
            Pass(Grace - TimeSpan.FromSeconds(2)); // the grace period of the turn before would be over in the next
        }

        Assert.Single(_audience.Changes);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(2, _audience.Changes.Count);
    }

    [Fact]
    public void A_viewer_is_sent_all_whom_it_sees_and_then_what_changes()
    {
        var (viewer, ada, bob, eve) = (new FakeViewer("viewer"), new FakeViewer("ada"), new FakeViewer("bob"), new FakeViewer("eve"));
        _core.Enter(ada, "ada");
        _core.Enter(viewer, null);

        Assert.True(_core.Watch(viewer, ["ada", "bob"], isWhole: true));
        Assert.Equal([true, false], viewer.Shown.Values.Select(static user => user.IsOnline));
        _core.Enter(bob, "bob");
        _core.Enter(eve, "eve");
        _core.Leave(ada);
        Pass(Grace);

        Assert.Equal(3, viewer.Received.Count);
        Assert.Equal([false, true], viewer.Shown.Values.Select(static user => user.IsOnline));
        _core.Unwatch(viewer, ["bob", "nobody"]);
        _core.SetState("bob", "away");
        Assert.Equal(3, viewer.Received.Count);
        _core.Leave(viewer);
        _core.Enter(ada, "ada");
        Assert.Equal(3, viewer.Received.Count);
        Assert.True(_core.Watch(viewer, ["ada"], isWhole: true));
        Assert.Equal(3, viewer.Received.Count);
    }

    [Fact]
    public void More_than_the_limit_is_refused_as_a_whole_and_what_is_seen_already_does_not_count()
    {
        var viewer = new FakeViewer("viewer");
        _core.Enter(viewer, "viewer");
        Assert.True(_core.Watch(viewer, ["a", "b"], isWhole: false));
        Assert.False(_core.Watch(viewer, ["c", "d"], isWhole: false));
        Assert.True(_core.Watch(viewer, ["a", "b", "c"], isWhole: false));
        Assert.False(_core.Watch(viewer, ["d"], isWhole: false));

        var (a, d) = (new FakeViewer("1"), new FakeViewer("2"));
        _core.Enter(a, "a");
        _core.Enter(d, "d");
        Assert.Equal(3, viewer.Received.Count);
        _core.Unwatch(viewer, ["a"]);
        Assert.True(_core.Watch(viewer, ["d"], isWhole: false));
    }

    [Fact]
    public void A_state_of_the_user_counts_more_than_those_of_devices_and_an_active_device_more_than_one_that_is_away()
    {
        var (phone, desk) = (new FakeViewer("phone"), new FakeViewer("desk"));
        _core.Enter(phone, "ada");
        _core.Enter(desk, "ada");

        Assert.True(_core.SetState(phone, "away"));
        Assert.Null(State());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_core.SetState(desk, "in a call"));
        Assert.Equal("in a call", State());
        Assert.True(_core.SetState("ada", "busy"));
        Assert.Equal("busy", State());
        Assert.Equal(new Dictionary<string, int> { ["busy"] = 1 }, _core.Table.States);
        Assert.True(_core.SetState("ada", null));
        Assert.Equal("in a call", State());
        _core.Leave(desk);
        Assert.Equal("away", State());
        Assert.True(_core.SetState(phone, null));
        Assert.Null(State());
        Assert.Equal(new Dictionary<string, int> { [""] = 1 }, _core.Table.States);

        Assert.False(_core.SetState("bob", "busy"));
        Assert.False(_core.SetState(desk, "busy"));
        _core.SetState("ada", "busy");
        _core.Leave(phone);
        Pass(Grace);
        _core.Enter(phone, "ada");
        Assert.Null(State());

        string? State() => _core.Table.Get("ada").State;
    }

    [Fact]
    public void A_socket_that_becomes_another_users_sees_nobody_any_more()
    {
        var (socket, bob) = (new FakeViewer("socket"), new FakeViewer("bob"));
        _core.Enter(socket, "ada");
        _core.Watch(socket, ["bob"], isWhole: true);

        Assert.False(_core.Change(socket, "ada"));
        Assert.True(_core.Change(socket, "eve"));
        _core.Enter(bob, "bob");

        Assert.Single(socket.Received);
        Assert.Equal(1, _core.Table.Get("eve").Devices);
        Assert.Equal(0, _core.Table.Get("ada").Devices);
    }

    [Fact]
    public void Of_those_who_have_gone_so_many_are_remembered()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            var socket = new FakeViewer(name);
            _core.Enter(socket, name);
            _core.Leave(socket);
            Pass(Grace);
        }

        Assert.Null(_core.Table.Get("a").LastSeen);
        Assert.NotNull(_core.Table.Get("b").LastSeen);
        Assert.NotNull(_core.Table.Get("c").LastSeen);
    }

    [Fact]
    public void Who_goes_is_told_of_with_the_time_also_where_nobody_is_remembered()
    {
        var core = new PresenceCore(new PresenceOptions { GracePeriod = TimeSpan.Zero, LastSeenCapacity = 0 }, _time, _audience, channel: null);
        var socket = new FakeViewer("socket");
        core.Enter(socket, "ada");
        core.Leave(socket);
        core.Lapse();

        Assert.Equal(_time.GetUtcNow(), _audience.Changes[^1].Now.LastSeen);
        Assert.Null(core.Table.Get("ada").LastSeen);
    }

    [Fact]
    public void What_is_said_again_is_told_nobody_and_a_user_who_is_known_later_is_counted()
    {
        var cluster = new FakeCluster(new PresenceOptions(), _time);
        var node = cluster.Add("a");
        var socket = new FakeViewer("1");
        node.Core.Enter(socket, null);
        node.Core.Enter(socket, "ada");
        node.Core.Enter(socket, "ada");
        node.Core.Enter(socket, "bob");
        Assert.Equal((1, 0), (node.Core.Table.Get("ada").Devices, node.Core.Table.Get("bob").Devices));

        Assert.True(node.Core.SetState(socket, "away"));
        Assert.True(node.Core.SetState("ada", "busy"));
        var sent = cluster.Sent;
        for (var again = 0; again < 10; again++)
        {
            Assert.True(node.Core.SetState(socket, "away"));
            Assert.True(node.Core.SetState("ada", "busy"));
        }

        Assert.Equal(sent, cluster.Sent);
    }

    private void Pass(TimeSpan span)
    {
        for (var end = _time.GetUtcNow() + span; _time.GetUtcNow() < end;)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _core.Lapse();
        }
    }
}
