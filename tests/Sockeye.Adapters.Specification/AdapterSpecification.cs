using System.Text;
using Sockeye.Protocol.EngineIO;
using Sockeye.Protocol.SocketIO;
using Sockeye.TestKit;

namespace Sockeye.Adapters.Specification;

/// <summary>What every adapter does with the sockets of its own node. Tests of an adapter derive this class.</summary>
public abstract class AdapterSpecification
{
    private static readonly PayloadSerializer Serializer = new();

    private readonly RecordingAnswers _heard = new();
    private readonly LocalSockets _local;
    private readonly Dictionary<string, RecordingSocket> _sockets = [];

    /// <summary>Prepares a node without sockets.</summary>
    protected AdapterSpecification()
    {
        _local = new LocalSockets(_heard);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broadcast_reaches_every_socket_once()
    {
        await using var adapter = await StartAsync("a", "b", "c");

        adapter.Broadcast(Packet("hi"), Target.Everyone);

        AssertReceived("hi", "a", "b", "c");
    }

    [Fact]
    public async Task A_broadcast_to_a_room_reaches_its_members_alone()
    {
        await using var adapter = await StartAsync("a", "b", "c");
        await adapter.JoinAsync("a", ["room"], Cancelled);
        await adapter.JoinAsync("c", ["room", "other"], Cancelled);

        adapter.Broadcast(Packet("hi"), Target.Everyone.To("room"));

        AssertReceived("hi", "a", "c");
    }

    [Fact, Trait("Behaviour", "16")]
    public async Task A_socket_in_several_rooms_receives_once()
    {
        await using var adapter = await StartAsync("a", "b", "c");
        await adapter.JoinAsync("a", ["one", "two"], Cancelled);
        await adapter.JoinAsync("b", ["two"], Cancelled);

        adapter.Broadcast(Packet("hi"), Target.Everyone.To("one").To("two", "a"));

        AssertReceived("hi", "a", "b");
    }

    [Fact, Trait("Behaviour", "20")]
    public async Task Members_of_excluded_rooms_are_left_out()
    {
        await using var adapter = await StartAsync("a", "b", "c", "d");
        await adapter.JoinAsync("a", ["room"], Cancelled);
        await adapter.JoinAsync("b", ["room", "quiet"], Cancelled);
        await adapter.JoinAsync("c", ["room"], Cancelled);

        adapter.Broadcast(Packet("hi"), Target.Everyone.To("room").Without("quiet", "c"));
        AssertReceived("hi", "a");

        adapter.Broadcast(Packet("ho"), Target.Everyone.Without("room"));
        AssertReceived("ho", "d");
    }

    [Fact]
    public async Task A_socket_is_in_the_room_named_by_its_id_until_it_leaves_it()
    {
        await using var adapter = await StartAsync("a", "b");
        await adapter.JoinAsync("b", ["a"], Cancelled);

        adapter.Broadcast(Packet("both"), Target.Everyone.To("a"));
        AssertReceived("both", "a", "b");

        await adapter.LeaveAsync("a", "a", Cancelled);
        adapter.Broadcast(Packet("other"), Target.Everyone.To("a"));
        AssertReceived("other", "b");
    }

    [Fact, Trait("Behaviour", "107")]
    public async Task A_socket_that_left_a_room_receives_nothing_of_it()
    {
        await using var adapter = await StartAsync("a", "b");
        await adapter.JoinAsync("a", ["room"], Cancelled);
        await adapter.LeaveAsync("a", "room", Cancelled);
        await adapter.LeaveAsync("a", "room", Cancelled);

        adapter.Broadcast(Packet("hi"), Target.Everyone.To("room"));

        AssertReceived("hi");
        Assert.Equal(0, _local.RoomCount);
    }

    [Fact, Trait("Behaviour", "79")]
    public async Task A_socket_that_is_gone_joins_nothing_and_leaves_nothing_behind()
    {
        await using var adapter = await StartAsync("a", "b");
        await adapter.JoinAsync("a", ["room"], Cancelled);
        Assert.True(_local.Remove("a"));
        Assert.False(_local.Remove("a"));

        await adapter.JoinAsync("a", ["room", "late"], Cancelled);
        adapter.Broadcast(Packet("hi"), Target.Everyone.To("room", "late", "a"));

        AssertReceived("hi");
        Assert.Empty(_local.RoomsOf("a"));
        Assert.Equal(0, _local.RoomCount);
        Assert.Equal(1, _local.Count);
    }

    [Fact]
    public async Task A_socket_s_rooms_are_listed_with_its_own()
    {
        await using var adapter = await StartAsync("a");
        await adapter.JoinAsync("a", ["one", "two", "one"], Cancelled);

        Assert.Equal(["a", "one", "two"], _local.RoomsOf("a").Order());
    }

    [Fact]
    public async Task A_local_broadcast_reaches_the_sockets_of_this_node()
    {
        await using var adapter = await StartAsync("a", "b");

        adapter.Broadcast(Packet("hi", BroadcastModes.Local), Target.Everyone);

        AssertReceived("hi", "a", "b");
    }

    [Fact]
    public async Task An_awaited_broadcast_completes_when_the_slowest_receiver_has_taken_it()
    {
        await using var adapter = await StartAsync("fast", "slow");
        var ready = new TaskCompletionSource();
        _sockets["slow"].Readiness = ready.Task;

        var broadcast = adapter.BroadcastAsync(Packet("hi"), Target.Everyone, Cancelled).AsTask();
        Assert.False(broadcast.IsCompleted);
        AssertReceived("hi", "fast", "slow");

        ready.SetResult();
        await broadcast.DefaultTimeout();
    }

    [Fact]
    public async Task Joining_and_leaving_while_broadcasts_run_loses_no_other_delivery()
    {
        await using var adapter = await StartAsync("steady", "restless");
        await adapter.JoinAsync("steady", ["room"], Cancelled);

        var moving = Task.Run(
            async () =>
            {
                for (var i = 0; i < 2_000; i++)
                {
                    await adapter.JoinAsync("restless", ["room"], Cancelled);
                    await adapter.LeaveAsync("restless", "room", Cancelled);
                }
            },
            Cancelled);
        for (var i = 0; i < 2_000; i++)
        {
            adapter.Broadcast(Packet("hi"), Target.Everyone.To("room"));
        }

        await moving;
        Assert.Equal(2_000, _sockets["steady"].Received.Count);
        Assert.InRange(_sockets["restless"].Received.Count, 0, 2_000);
    }

    [Fact, Trait("Behaviour", "22"), Trait("Behaviour", "23")]
    public async Task Everyone_who_is_meant_is_asked_and_said_to_be_and_answers_or_fails_to()
    {
        await using var adapter = await StartAsync("a", "b", "c", "d");
        await adapter.JoinSocketsAsync(Target.Everyone.Without("d"), ["room"], BroadcastModes.None, Cancelled);
        _sockets["a"].Answer = "yes";
        _sockets["c"].Answer = "no";
        var answers = new RecordingAnswers();

        await adapter.AskAsync(Packet("hi", ackId: 7), Target.Everyone.To("room"), TimeSpan.FromSeconds(1), answers, Cancelled);

        AssertReceived("hi", "a", "b", "c");
        Assert.Equal(["a yes", "b Timeout", "c no", "expect 3"], answers.Noted.Order(StringComparer.Ordinal));
    }

    [Fact, Trait("Behaviour", "25")]
    public async Task Where_nobody_is_meant_nobody_is_expected_to_answer()
    {
        await using var adapter = await StartAsync("a");
        var answers = new RecordingAnswers();

        await adapter.AskAsync(Packet("hi", ackId: 7), Target.Everyone.To("nobody"), TimeSpan.FromSeconds(1), answers, Cancelled);

        Assert.All(answers.Noted, note => Assert.Equal("expect 0", note));
    }

    [Fact, Trait("Behaviour", "82")]
    public async Task Sockets_are_moved_and_disconnected_by_target()
    {
        await using var adapter = await StartAsync("a", "b", "c");

        await adapter.JoinSocketsAsync(Target.Everyone.To("a", "b"), ["x", "y"], BroadcastModes.None, Cancelled);
        await adapter.LeaveSocketsAsync(Target.Everyone.To("x").Without("a"), ["y", "never joined"], BroadcastModes.Local, Cancelled);
        await adapter.DisconnectSocketsAsync(Target.Everyone.To("y"), close: true, BroadcastModes.None, Cancelled);
        await adapter.DisconnectSocketsAsync(Target.Everyone.Without("y"), close: false, BroadcastModes.Local, Cancelled);

        Assert.Equal(["a", "x", "y"], _local.RoomsOf("a").Order());
        Assert.Equal(["b", "x"], _local.RoomsOf("b").Order());
        Assert.Equal(["c"], _local.RoomsOf("c"));
        Assert.Equal([true, false, false], new[] { "a", "b", "c" }.Select(id => _sockets[id].Closed));
    }

    [Fact]
    public async Task Alone_in_its_cluster_it_finds_no_sockets_elsewhere_and_asks_no_servers()
    {
        await using var adapter = await StartAsync("a");
        var answers = new RecordingAnswers();

        Assert.Empty(await adapter.FetchRemoteSocketsAsync(Target.Everyone, TimeSpan.FromSeconds(1), Cancelled));
        adapter.ServerSideEmit("hi", EventArguments.From(Serializer, 1));
        await adapter.ServerSideAskAsync("hi", EventArguments.From(Serializer, 1), TimeSpan.FromSeconds(1), answers, Cancelled);

        Assert.All(answers.Noted, note => Assert.Equal("expect 0", note));
        Assert.Empty(_heard.Noted);
    }

    /// <summary>Makes the adapter under test, of a cluster with one node.</summary>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="local">The sockets of this node.</param>
    protected abstract ValueTask<Adapter> CreateAsync(string namespaceName, LocalSockets local);

    private static BroadcastPacket Packet(string text, BroadcastModes modes = BroadcastModes.None, ulong? ackId = null) =>
        new(text, EncodedMessage.Text(Encoding.UTF8.GetBytes(text)), modes, []) { AckId = ackId };

    private async ValueTask<Adapter> StartAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            _sockets.Add(id, new RecordingSocket(id));
            _local.Add(_sockets[id]);
        }

        return await CreateAsync("/", _local);
    }

    private void AssertReceived(string text, params string[] ids)
    {
        foreach (var (id, socket) in _sockets)
        {
            Assert.Equal(ids.Contains(id) ? 1 : 0, socket.Received.Count(received => received == text));
        }
    }
}
