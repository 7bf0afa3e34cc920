using System.Text;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Presence;

/// <summary>Several nodes that tell each other.</summary>
public sealed class PresenceClusterTests
{
    private static readonly PresenceOptions Options = new()
    {
        GracePeriod = TimeSpan.FromSeconds(3),
        NodeInterval = TimeSpan.FromSeconds(1),
        NodeTimeout = TimeSpan.FromSeconds(4),
    };

    private readonly ManualTimeProvider _time = new();
    private readonly FakeCluster _cluster;

    public PresenceClusterTests() => _cluster = new FakeCluster(Options, _time);

    [Fact]
    public void Devices_on_several_nodes_are_one_user_and_each_node_tells_its_own_viewers_once()
    {
        var (here, there) = (_cluster.Add("here"), _cluster.Add("there"));
        var (viewer, phone, desk) = (new FakeViewer("viewer"), new FakeViewer("phone"), new FakeViewer("desk"));
        here.Core.Enter(viewer, null);
        here.Core.Watch(viewer, ["ada"], isWhole: true);

        there.Core.Enter(desk, "ada");
        _cluster.Flush();
        here.Core.Enter(phone, "ada");
        _cluster.Flush();
        Assert.Equal(2, here.Core.Table.Get("ada").Devices);
        Assert.Equal(2, there.Core.Table.Get("ada").Devices);
        Assert.Equal(2, viewer.Received.Count);

        there.Core.Leave(desk);
        _cluster.Pass(Options.GracePeriod * 2);
        Assert.True(viewer.Shown["ada"].IsOnline);
        here.Core.Leave(phone);
        _cluster.Pass(Options.GracePeriod * 2);
        Assert.False(there.Core.Table.Get("ada").IsOnline);
        Assert.Equal(here.Core.Table.Get("ada"), there.Core.Table.Get("ada"));
        Assert.Equal(3, viewer.Received.Count);
    }

    [Fact]
    public void A_node_that_starts_late_knows_all_and_a_state_said_on_one_holds_on_all()
    {
        var here = _cluster.Add("here");
        for (var i = 0; i < 1_234; i++) // more than one message takes
        {
            here.Core.Enter(new FakeViewer($"{i}"), $"user {i}");
        }

        var late = _cluster.Add("late");
        _cluster.Flush();
        Assert.Equal(1_234, late.Core.Table.OnlineCount);

        Assert.True(late.Core.SetState("user 7", "busy"));
        _cluster.Flush();
        Assert.Equal("busy", here.Core.Table.Get("user 7").State);
        Assert.Equal("busy", late.Core.Table.Get("user 7").State);
        late.Core.Enter(new FakeViewer("another"), "user 7");
        here.Core.SetState("user 7", "at lunch");
        _cluster.Flush();
        Assert.Equal("at lunch", late.Core.Table.Get("user 7").State);
    }

    [Fact]
    public void A_part_of_a_state_that_gets_lost_takes_nobody_along()
    {
        var here = _cluster.Add("here");
        for (var i = 0; i < 1_234; i++)
        {
            here.Core.Enter(new FakeViewer($"{i}"), $"user {i}");
        }

        var late = _cluster.Add("late");
        var delivered = 0;
        _cluster.Loses = () => late.Core.Table.OnlineCount == 500 && delivered++ == 0; // the second of three
        _cluster.Flush();
        Assert.NotEqual(0, delivered);
        _cluster.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(1_234, late.Core.Table.OnlineCount);
    }

    [Fact]
    public void A_node_that_dies_takes_its_users_along_after_their_grace_period_and_one_that_says_so_at_once()
    {
        var (here, dies, leaves) = (_cluster.Add("here"), _cluster.Add("dies"), _cluster.Add("leaves"));
        dies.Core.Enter(new FakeViewer("1"), "ada");
        leaves.Core.Enter(new FakeViewer("2"), "bob");
        _cluster.Flush();
        leaves.Core.Stop();
        _cluster.Flush();
        _cluster.Kill(leaves);
        _cluster.Kill(dies);
        var death = _time.GetUtcNow();

        _cluster.Pass(Options.GracePeriod - TimeSpan.FromSeconds(1));
        Assert.Equal(2, here.Core.Table.OnlineCount);
        _cluster.Pass(TimeSpan.FromSeconds(1));
        Assert.False(here.Core.Table.Get("bob").IsOnline);
        Assert.True(here.Core.Table.Get("ada").IsOnline);
        _cluster.Pass(Options.NodeTimeout);
        Assert.Equal(new UserPresence("ada", false, null, 0, death), here.Core.Table.Get("ada"));
        Assert.Equal(["dies"], here.Audience.Lost);
    }

    [Fact]
    public void A_node_that_was_silent_and_comes_back_has_its_users_again()
    {
        var (here, there) = (_cluster.Add("here"), _cluster.Add("there"));
        there.Core.Enter(new FakeViewer("1"), "ada");
        _cluster.Flush();
        _cluster.Loses = static () => true;
        _cluster.Pass(Options.NodeTimeout + Options.GracePeriod * 2);
        Assert.False(here.Core.Table.Get("ada").IsOnline);

        _cluster.Loses = static () => false;
        _cluster.Pass(TimeSpan.FromSeconds(3));
        Assert.True(here.Core.Table.Get("ada").IsOnline);
    }

    [Fact]
    public void Something_that_is_no_message_is_told_and_changes_nothing()
    {
        var (here, there) = (_cluster.Add("here"), _cluster.Add("there"));
        there.Core.Enter(new FakeViewer("1"), "ada");
        _cluster.Flush();
        foreach (var text in new[] { "", "null", "[]", "{}", "{\"kind\":\"Nonsense\"}", "{\"kind\":7}", "\u0000",
            "{\"kind\":\"Change\",\"number\":2,\"users\":[null]}", "{\"kind\":\"Change\",\"number\":2,\"users\":[{\"id\":\"ada\",\"leftAt\":9223372036854775807}]}",
            "{\"kind\":\"Watch\",\"userId\":\"bob\",\"watched\":[null]}" })
        {
            here.Core.Receive("there", Encoding.UTF8.GetBytes(text));
        }

        Assert.NotEmpty(here.Audience.Unreadable);
        Assert.True(here.Core.Table.Get("ada").IsOnline);
        _cluster.Pass(TimeSpan.FromSeconds(5));
        Assert.True(here.Core.Table.Get("ada").IsOnline);
    }

    [Theory]
    [MemberData(nameof(SeededRuns.Rows), 30, MemberType = typeof(SeededRuns))]
    public void Whatever_gets_lost_all_nodes_come_to_the_same(int seed)
    {
        var random = new Random(seed);
        _cluster.Loses = () => random.Next(4) == 0;
        FakeCluster.Node[] nodes = [_cluster.Add("a"), _cluster.Add("b"), _cluster.Add("c")];
        var sockets = new List<(FakeCluster.Node Node, FakeViewer Socket, string User)>();
        var viewers = Array.ConvertAll(nodes, node =>
        {
            var viewer = new FakeViewer($"viewer of {node.NodeId}");
            node.Core.Enter(viewer, null);
            node.Core.Watch(viewer, [.. Enumerable.Range(0, 8).Select(static user => $"user {user}")], isWhole: true);
            return viewer;
        });
        for (var step = 0; step < 300; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1:
                    var (node, user) = (nodes[random.Next(nodes.Length)], $"user {random.Next(8)}");
                    var socket = new FakeViewer($"socket {step}");
                    node.Core.Enter(socket, user);
                    sockets.Add((node, socket, user));
                    break;
                case 2 when sockets.Count > 0:
                    var leaving = sockets[random.Next(sockets.Count)];
                    sockets.Remove(leaving);
                    leaving.Node.Core.Leave(leaving.Socket);
                    break;
                case 3 when sockets.Count > 0:
                    var away = sockets[random.Next(sockets.Count)];
                    away.Node.Core.SetState(away.Socket, random.Next(2) == 0 ? "away" : null);
                    break;
                case 4:
                    _cluster.Flush();
                    break;
                default:
                    _cluster.Pass(TimeSpan.FromSeconds(1));
                    break;
            }
        }

        _cluster.Loses = static () => false;
        _cluster.Pass(Options.GracePeriod * 2 + Options.NodeTimeout);

        for (var number = 0; number < 8; number++)
        {
            var user = $"user {number}";
            var devices = sockets.Count(entry => entry.User == user);
            foreach (var (node, viewer) in nodes.Zip(viewers))
            {
                var known = node.Core.Table.Get(user);
                Assert.Equal((devices > 0, devices), (known.IsOnline, known.Devices));
                Assert.Equal(nodes[0].Core.Table.Get(user).State, known.State);
                Assert.Equal((known.IsOnline, known.State), (viewer.Shown[user].IsOnline, viewer.Shown[user].State));
            }
        }
    }
}
