namespace Sockeye.Adapters.Specification;

/// <summary>What the namespaces of a server keep together, and who makes room.</summary>
public abstract partial class RecoverySpecification
{
    [Fact]
    public async Task A_namespace_that_keeps_much_makes_room_and_not_one_that_keeps_little()
    {
        var budget = new RecoveryBudget(4, 10_000);
        var limits = new RecoveryLimits(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), 1_000, 1_000_000, 100, budget);
        await using var noisy = await CreateAsync("/noisy", new LocalSockets());
        var noisyRecovery = noisy.StartRecovery(limits, Time, _expired.Add)!;
        await using var adapter = await StartAsync(limits);
        var quiet = Add("a");
        adapter.Broadcast(Packet("heard"), Target.Everyone);
        await LeaveAsync("a");
        adapter.Broadcast(Packet("missed"), Target.Everyone);
        MakeNoise(noisy, budget);

        for (var i = 0; i < 10; i++)
        {
            await PersistAsync(noisyRecovery, $"noisy{i}");
            Assert.InRange(budget.Sessions, 0, 4);
        }

        Assert.Equal(["noisy0", "noisy1", "noisy2", "noisy3", "noisy4", "noisy5", "noisy6"], _expired.Select(static session => session.SocketId));
        for (var i = 0; i < 100; i++)
        {
            adapter.Broadcast(Packet("more than the other now", i), Target.Everyone.To("nobody"));
        }

        Assert.InRange(budget.Bytes, 9_000, 10_000);
        await PersistAsync(noisyRecovery, "one more");
        Assert.DoesNotContain(_expired, static session => session.SocketId == "a");
        await noisy.DisposeAsync();
        Assert.Equal(1, budget.Sessions);
        Assert.NotEmpty(quiet.Received);
    }

    [Fact]
    public async Task A_quiet_namespace_s_clients_come_back_to_all_they_missed_however_noisy_another_is()
    {
        var budget = new RecoveryBudget(4, 10_000);
        var limits = new RecoveryLimits(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3), 1_000, 1_000_000, 100, budget);
        await using var noisy = await CreateAsync("/noisy", new LocalSockets());
        Assert.NotNull(noisy.StartRecovery(limits, Time, _expired.Add));
        MakeNoise(noisy, budget);

        await using var adapter = await StartAsync(limits);
        var quiet = Add("a");
        adapter.Broadcast(Packet("heard"), Target.Everyone);
        await LeaveAsync("a");
        adapter.Broadcast(Packet("missed"), Target.Everyone);
        MakeNoise(noisy, budget);

        Assert.Equal(["missed"], await ComeBackAsync("a", OffsetOf(quiet.Received[0])));
    }

    private static void MakeNoise(Adapter noisy, RecoveryBudget budget)
    {
        for (var i = 0; i < 100; i++)
        {
            noisy.Broadcast(Packet("noise"), Target.Everyone);
            Assert.InRange(budget.Bytes, 0, 10_000);
        }
    }
}
