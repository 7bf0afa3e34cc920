using Sockeye.Protocol.SocketIO;
using Sockeye.TestKit;

namespace Sockeye.Adapters.Specification;

/// <summary>What every adapter does that can recover connections. Tests of such an adapter derive this class.</summary>
public abstract partial class RecoverySpecification
{
    private static readonly JsonPacketCodec Codec = new(new PayloadSerializer());
    private static readonly RecoveryLimits Wide = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), 1_000, 1_000_000, 100);

    private readonly LocalSockets _local = new();
    private readonly List<RecoverableSession> _expired = [];
    private readonly List<string> _packets = [];
    private readonly Dictionary<string, RecordingSocket> _sockets = [];
    private SessionRecovery _recovery = null!;

    /// <summary>Gets the clock.</summary>
    protected ManualTimeProvider Time { get; } = new();

    /// <summary>Gets the offset of the last packet that socket a was sent before it left.</summary>
    private string LastSent => OffsetOf(_sockets["a"].Received[^1]);

    [Fact]
    public async Task A_packet_has_its_offset_as_last_argument_and_each_another()
    {
        await using var adapter = await StartAsync();
        var socket = Add("a");

        adapter.Broadcast(Packet("one", 1), Target.Everyone);
        adapter.Broadcast(Packet("two"), Target.Everyone);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await adapter.BroadcastAsync(Packet("three", "x"), Target.Everyone.To("a"), TestContext.Current.CancellationToken);
        _recovery.Send("a", Packet("four"));
        await _recovery.SendAsync("a", Packet("five"), TestContext.Current.CancellationToken);
        _recovery.Send("nobody", Packet("six"));

        var offsets = socket.Received.Select(OffsetOf).ToArray();
        Assert.Equal(
            [$"2[\"one\",1,\"{offsets[0]}\"]", $"2[\"two\",\"{offsets[1]}\"]", $"2[\"three\",\"x\",\"{offsets[2]}\"]", $"2[\"four\",\"{offsets[3]}\"]", $"2[\"five\",\"{offsets[4]}\"]"],
            socket.Received);
        Assert.Equal(5, offsets.Distinct().Count());
        Assert.Equal(["one", "two", "three", "four", "five"], socket.Told);
    }

    [Fact]
    public async Task A_packet_that_is_not_to_be_kept_goes_out_as_it_is()
    {
        await using var adapter = await StartAsync();
        var socket = Add("a");

        adapter.Broadcast(new BroadcastPacket("plain", Codec.EncodeEvent("/", null, "plain", []).ToMessage(), BroadcastModes.Volatile, []), Target.Everyone);

        Assert.Equal(["2[\"plain\"]"], socket.Received);
        Assert.Empty(socket.Told);
    }

    [Fact, Trait("Behaviour", "108")]
    public async Task What_was_for_a_session_and_nothing_else_is_missed_in_order()
    {
        await using var adapter = await StartAsync();
        Add("a");
        Add("other");
        await adapter.JoinAsync("a", ["room", "second"], TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("before"), Target.Everyone);
        await LeaveAsync("a");

        adapter.Broadcast(Packet("all"), Target.Everyone);
        adapter.Broadcast(Packet("room"), Target.Everyone.To("room"));
        adapter.Broadcast(Packet("elsewhere"), Target.Everyone.To("elsewhere"));
        adapter.Broadcast(Packet("both"), Target.Everyone.To("elsewhere", "second"));
        adapter.Broadcast(Packet("but"), Target.Everyone.To("room").Without("second"));
        adapter.Broadcast(Packet("but others"), Target.Everyone.Without("other"));
        adapter.Broadcast(Packet("but it"), Target.Everyone.Without("a"));
        _recovery.Send("a", Packet("own"));
        _recovery.Send("other", Packet("not own"));

        Assert.Equal(["all", "room", "both", "but others", "own"], await ComeBackAsync("a", LastSent));
    }

    [Fact, Trait("Behaviour", "108")]
    public async Task What_was_on_its_way_when_the_connection_broke_is_missed_too()
    {
        await using var adapter = await StartAsync();
        var socket = Add("a");
        adapter.Broadcast(Packet("got"), Target.Everyone);
        adapter.Broadcast(Packet("lost"), Target.Everyone);
        _recovery.Send("a", Packet("lost as well"));
        socket.IsLeaving = true;
        adapter.Broadcast(Packet("late"), Target.Everyone);
        await LeaveAsync("a");
        adapter.Broadcast(Packet("since"), Target.Everyone);

        Assert.Equal(["lost", "lost as well", "late", "since"], await ComeBackAsync("a", OffsetOf(socket.Received[0])));
    }

    [Fact]
    public async Task A_client_that_received_nothing_has_missed_everything()
    {
        await using var adapter = await StartAsync();
        adapter.Broadcast(Packet("before its time"), Target.Everyone);
        Add("a");
        adapter.Broadcast(Packet("lost"), Target.Everyone);
        await LeaveAsync("a");
        adapter.Broadcast(Packet("since"), Target.Everyone);

        Assert.Equal(["lost", "since"], await ComeBackAsync("a", offset: null));
    }

    [Fact]
    public async Task A_session_that_comes_back_again_and_again_misses_each_packet_once()
    {
        await using var adapter = await StartAsync();
        var socket = Add("a");
        adapter.Broadcast(Packet("0"), Target.Everyone);
        var last = OffsetOf(socket.Received[0]);
        for (var i = 1; i < 100; i++)
        {
            await LeaveAsync("a", socket.Deliveries);
            adapter.Broadcast(Packet($"{i}"), Target.Everyone);
            var missed = await ComeBackAsync("a", last);

            // Every third time nothing of it arrives before the connection breaks again.
            Assert.Equal(Enumerable.Range(i - ((i - 1) % 3), ((i - 1) % 3) + 1).Select(number => $"{number}"), missed);
            last = i % 3 == 0 ? OffsetOf(_packets[^1]) : last;
        }
    }

    [Fact]
    public async Task What_comes_between_restoring_and_resuming_is_missed_and_what_comes_after_is_delivered()
    {
        await using var adapter = await StartAsync();
        Add("a");
        adapter.Broadcast(Packet("got"), Target.Everyone);
        await LeaveAsync("a");
        var restored = await _recovery.RestoreAsync("secret of a", LastSent, "owner", TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("between"), Target.Everyone);
        _recovery.Send("a", Packet("to itself"));
        await _recovery.SendAsync("a", Packet("to itself again"), TestContext.Current.CancellationToken);

        Assert.Equal(["between", "to itself", "to itself again"], Resume(restored.Session!, LastSent));
        adapter.Broadcast(Packet("after"), Target.Everyone);
        Assert.True(_local.TryGet("a", out var back));
        Assert.StartsWith("2[\"after\"", Assert.Single(((RecordingSocket)back).Received), StringComparison.Ordinal);
    }

    [Fact, Trait("Behaviour", "108")]
    public async Task Unknown_sessions_unknown_offsets_and_other_owners_are_refused()
    {
        await using var adapter = await StartAsync();
        Add("a");
        adapter.Broadcast(Packet("got"), Target.Everyone);
        await LeaveAsync("a");

        Assert.Equal(RecoveryFailure.UnknownSession, await FailAsync("secret of b", LastSent, "owner"));
        Assert.Equal(RecoveryFailure.AnotherUser, await FailAsync("secret of a", LastSent, "somebody"));
        Assert.Equal(RecoveryFailure.AnotherUser, await FailAsync("secret of a", LastSent, null));
        foreach (var offset in new[] { "", "1", "Q7xyAMT", ".", "1.1", "no offset", "99999999999999999999", LastSent + ".1" })
        {
            Assert.Equal(RecoveryFailure.UnknownOffset, await FailAsync("secret of a", offset, "owner"));
        }

        Assert.Empty(await ComeBackAsync("a", LastSent));
        Assert.Equal(RecoveryFailure.UnknownSession, await FailAsync("secret of a", LastSent, "owner")); // it has been taken
    }

    [Fact]
    public async Task A_session_is_put_back_as_if_nothing_had_been()
    {
        await using var adapter = await StartAsync();
        Add("a");
        adapter.Broadcast(Packet("got"), Target.Everyone);
        await LeaveAsync("a");
        Time.Advance(TimeSpan.FromMinutes(1));
        var restored = await _recovery.RestoreAsync("secret of a", LastSent, "owner", TestContext.Current.CancellationToken);
        await _recovery.ReturnAsync(restored.Session!, TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("since"), Target.Everyone);

        Assert.Equal(["since"], await ComeBackAsync("a", LastSent));
        await LeaveAsync("a");
        restored = await _recovery.RestoreAsync("secret of a", OffsetOf(_packets[^1]), "owner", TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromMinutes(1));
        await _recovery.ReturnAsync(restored.Session!, TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromSeconds(80));
        Assert.Equal("a", Assert.Single(_expired).SocketId);
    }

    [Fact]
    public async Task Sessions_expire_in_time_and_are_told_of()
    {
        await using var adapter = await StartAsync();
        Add("a");
        Add("b");
        await LeaveAsync("a");
        Time.Advance(TimeSpan.FromSeconds(60));
        await LeaveAsync("b");
        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(_expired);
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(RecoveryFailure.UnknownSession, await FailAsync("secret of a", null, "owner"));
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("a", Assert.Single(_expired).SocketId);
        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["a", "b"], _expired.Select(static session => session.SocketId));
        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, Time.ArmedTimers);
    }

    [Theory]
    [InlineData(20, 1_000_000)]
    [InlineData(1_000, 8_000)]
    public async Task Of_packets_only_so_many_are_kept_and_who_missed_more_is_refused(int packets, long bytes)
    {
        await using var adapter = await StartAsync(new RecoveryLimits(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), packets, bytes, 100));
        var socket = Add("a");
        adapter.Broadcast(Packet("got"), Target.Everyone);
        var last = OffsetOf(socket.Received[0]);
        await LeaveAsync("a");
        for (var i = 0; i < 10; i++)
        {
            adapter.Broadcast(Packet("few"), Target.Everyone);
        }

        Assert.Equal(10, (await ComeBackAsync("a", last)).Count);
        last = OffsetOf(_packets[^1]);
        await LeaveAsync("a");
        for (var i = 0; i < 40; i++)
        {
            adapter.Broadcast(Packet("many"), Target.Everyone);
        }

        Assert.Equal(RecoveryFailure.UnknownOffset, await FailAsync("secret of a", last, "owner"));
    }

    [Fact]
    public async Task Of_sessions_only_so_many_are_kept_and_the_oldest_goes()
    {
        await using var adapter = await StartAsync(new RecoveryLimits(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), 100, 1_000_000, 3));
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            Add(id);
            await LeaveAsync(id);
        }

        Assert.Equal("a", Assert.Single(_expired).SocketId);
        Assert.Equal(RecoveryFailure.UnknownSession, await FailAsync("secret of a", null, "owner"));
        Assert.Empty(await ComeBackAsync("b", null));
    }

    [Fact]
    public async Task A_quiet_client_comes_back_however_long_ago_its_last_packet_is()
    {
        await using var adapter = await StartAsync();
        var socket = Add("a");
        adapter.Broadcast(Packet("got"), Target.Everyone);
        for (var i = 0; i < 100; i++)
        {
            adapter.Broadcast(Packet("for others"), Target.Everyone.To("others"));
            Time.Advance(TimeSpan.FromSeconds(30));
        }

        await LeaveAsync("a");
        adapter.Broadcast(Packet("since"), Target.Everyone);
        Assert.Equal(["since"], await ComeBackAsync("a", OffsetOf(socket.Received[0])));
    }

    [Fact]
    public async Task Far_behind_on_a_busy_connection_a_client_still_misses_nothing()
    {
        await using var adapter = await StartAsync();
        var socket = Add("a");
        for (var i = 0; i < 300; i++)
        {
            adapter.Broadcast(Packet($"{i}"), Target.Everyone);
        }

        await LeaveAsync("a");
        Assert.Equal(Enumerable.Range(101, 199).Select(static number => $"{number}"), await ComeBackAsync("a", OffsetOf(socket.Received[100])));
    }

    [Fact]
    public async Task Broadcasts_from_many_threads_arrive_in_the_order_of_what_is_kept()
    {
        await using var adapter = await StartAsync(new RecoveryLimits(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), 100_000, 100_000_000, 100));
        var one = Add("a");
        var two = Add("b");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    adapter.Broadcast(Packet($"{thread}-{i}"), Target.Everyone);
                }
            },
            TestContext.Current.CancellationToken)));

        Assert.Equal(2_000, one.Received.Count);
        Assert.Equal(one.Received, two.Received);
        await LeaveAsync("a");
        Assert.Equal(one.Received.Skip(1_001).Select(NameOf), await ComeBackAsync("a", OffsetOf(one.Received[1_000])));
    }

    [Fact, Trait("Behaviour", "108")]
    public async Task An_offset_that_was_never_sent_to_the_session_is_refused()
    {
        await using var adapter = await StartAsync();
        var a = Add("a");
        var other = Add("b");
        await adapter.JoinAsync("b", ["room"], TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("got"), Target.Everyone.To("a"));
        adapter.Broadcast(Packet("secret of the room"), Target.Everyone.To("room"));
        await adapter.JoinAsync("a", ["room"], TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("for both"), Target.Everyone);
        await LeaveAsync("a");

        Assert.Equal(RecoveryFailure.UnknownOffset, await FailAsync("secret of a", OffsetOf(other.Received[0]), "owner"));
        Assert.Equal(["for both"], await ComeBackAsync("a", OffsetOf(a.Received[0])));
    }

    [Fact]
    public async Task What_all_namespaces_keep_together_is_bounded()
    {
        var budget = new RecoveryBudget(2, 4_000);
        var limits = new RecoveryLimits(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), 1_000, 1_000_000, 100, budget);
        var others = new LocalSockets();
        var other = await CreateAsync("/other", others);
        var otherRecovery = other.StartRecovery(limits, Time, _expired.Add)!;
        for (var i = 0; i < 20; i++)
        {
            other.Broadcast(Packet("elsewhere"), Target.Everyone);
        }

        await PersistAsync(otherRecovery, "x");
        Assert.InRange(budget.Bytes, 2_000, 4_000);
        await using (var adapter = await StartAsync(limits))
        {
            foreach (var id in new[] { "a", "b", "c" })
            {
                Add(id);
            }

            await LeaveAsync("a");
            Assert.Empty(_expired);
            await LeaveAsync("b");
            Assert.Equal("a", Assert.Single(_expired).SocketId);
            for (var i = 0; i < 20; i++)
            {
                adapter.Broadcast(Packet("here"), Target.Everyone);
            }

            Assert.Equal(RecoveryFailure.UnknownOffset, await FailAsync("secret of b", null, "owner"));
            await other.DisposeAsync();
            await LeaveAsync("c");
            adapter.Broadcast(Packet("there is room now"), Target.Everyone);
            Assert.Equal(["there is room now"], await ComeBackAsync("c", OffsetOf(_sockets["c"].Received[^1])));
        }

        Assert.Equal((0, 0), (budget.Sessions, budget.Bytes));
    }

    /// <summary>Makes the adapter under test, of a cluster with one node.</summary>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="local">The sockets of this node.</param>
    protected abstract ValueTask<Adapter> CreateAsync(string namespaceName, LocalSockets local);
}
