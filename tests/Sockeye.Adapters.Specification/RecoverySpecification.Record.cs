namespace Sockeye.Adapters.Specification;

/// <summary>What was sent to a session, and what is still its own, decides what it is sent again.</summary>
public abstract partial class RecoverySpecification
{
    [Fact]
    public async Task What_a_room_was_sent_before_it_was_joined_is_not_missed_however_far_behind_a_client_is()
    {
        await using var adapter = await StartAsync();
        var a = Add("a");
        Add("b");
        await adapter.JoinAsync("b", ["room"], TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("got"), Target.Everyone);
        for (var i = 0; i < 300; i++)
        {
            adapter.Broadcast(Packet("of the room before"), Target.Everyone.To("room"));
            adapter.Broadcast(Packet($"{i}"), Target.Everyone.To("a"));
        }

        await adapter.JoinAsync("a", ["room", "left"], TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("of the room"), Target.Everyone.To("room"));
        adapter.Broadcast(Packet("of one that it left"), Target.Everyone.To("left"));
        await adapter.LeaveAsync("a", "left", TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("of the other without it"), Target.Everyone.To("left"));
        await LeaveAsync("a");
        adapter.Broadcast(Packet("since"), Target.Everyone.To("room", "left"));

        Assert.Equal(
            [.. Enumerable.Range(0, 300).Select(static number => $"{number}"), "of the room", "of one that it left", "since"],
            await ComeBackAsync("a", OffsetOf(a.Received[0])));
    }

    [Fact]
    public async Task Too_far_behind_a_client_begins_anew_and_has_no_gap()
    {
        await using var adapter = await StartAsync(new RecoveryLimits(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), 100_000, 100_000_000, 100));
        var a = Add("a");
        for (var i = 0; i < 3 * DeliveryRecord.Capacity; i++)
        {
            adapter.Broadcast(Packet($"{i}"), Target.Everyone.To("a"));
            adapter.Broadcast(Packet("for others"), Target.Everyone.To("others"));
        }

        await LeaveAsync("a");
        Assert.Equal(RecoveryFailure.UnknownOffset, await FailAsync("secret of a", OffsetOf(a.Received[0]), "owner"));
        Assert.Equal(RecoveryFailure.UnknownOffset, await FailAsync("secret of a", null, "owner"));
        var from = a.Received.Count - (DeliveryRecord.Capacity / 2);
        Assert.Equal(a.Received.Skip(from + 1).Select(NameOf), await ComeBackAsync("a", OffsetOf(a.Received[from])));
    }

    [Fact]
    public async Task A_client_that_received_nothing_since_it_began_anew_may_name_an_offset_from_before()
    {
        await using var adapter = await StartAsync();
        var former = Add("former");
        adapter.Broadcast(Packet("got"), Target.Everyone);
        adapter.Broadcast(Packet("lost to the former"), Target.Everyone);
        Add("a");
        adapter.Broadcast(Packet("lost"), Target.Everyone);
        await LeaveAsync("a");
        adapter.Broadcast(Packet("since"), Target.Everyone);

        Assert.Equal(["lost", "since"], await ComeBackAsync("a", OffsetOf(former.Received[0])));
    }

    [Fact]
    public async Task Of_a_room_that_was_taken_away_nothing_more_is_sent()
    {
        await using var adapter = await StartAsync();
        var a = Add("a");
        await adapter.JoinAsync("a", ["kept", "lost"], TestContext.Current.CancellationToken);
        adapter.Broadcast(Packet("got"), Target.Everyone);
        adapter.Broadcast(Packet("on its way, kept"), Target.Everyone.To("kept"));
        adapter.Broadcast(Packet("on its way, lost"), Target.Everyone.To("lost"));
        await LeaveAsync("a");
        adapter.Broadcast(Packet("since, kept"), Target.Everyone.To("kept"));
        adapter.Broadcast(Packet("since, lost"), Target.Everyone.To("lost"));
        adapter.Broadcast(Packet("since, both"), Target.Everyone.To("lost", "kept"));
        adapter.Broadcast(Packet("since, without those of it"), Target.Everyone.Without("lost"));
        _recovery.Send("a", Packet("its own"));

        Assert.Equal(["on its way, kept", "since, kept", "since, both", "its own"], await ComeBackAsync("a", OffsetOf(a.Received[0]), "lost"));
    }

    [Fact]
    public async Task What_waited_for_room_is_missed_once_wherever_the_client_was()
    {
        await using var adapter = await StartAsync();
        var a = Add("a");
        adapter.Broadcast(Packet("got"), Target.Everyone);
        a.Waits = true;
        adapter.Broadcast(Packet("waits"), Target.Everyone);
        a.Waits = false;
        adapter.Broadcast(Packet("overtakes"), Target.Everyone);
        await LeaveAsync("a");

        Assert.Equal(["waits"], await ComeBackAsync("a", LastSent));
    }

    [Fact]
    public async Task A_session_that_is_put_back_where_there_is_no_room_any_more_has_ended()
    {
        await using var adapter = await StartAsync(new RecoveryLimits(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), 100, 1_000_000, 2));
        foreach (var id in new[] { "a", "b", "c" })
        {
            Add(id);
        }

        await LeaveAsync("a");
        var restored = await _recovery.RestoreAsync("secret of a", null, "owner", TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromSeconds(1));
        await LeaveAsync("b");
        await LeaveAsync("c");
        Assert.Empty(_expired);
        await _recovery.ReturnAsync(restored.Session!, TestContext.Current.CancellationToken);

        Assert.Equal("a", Assert.Single(_expired).SocketId);
    }
}
