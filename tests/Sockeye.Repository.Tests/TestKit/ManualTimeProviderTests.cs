using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.TestKit;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void The_clock_stands_until_it_is_moved()
    {
        var start = _time.GetUtcNow();
        var stamp = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromMilliseconds(1500));

        Assert.Equal(TimeSpan.FromSeconds(1.5), _time.GetUtcNow() - start);
        Assert.Equal(TimeSpan.FromSeconds(1.5), _time.GetElapsedTime(stamp));
    }

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_fall_due_and_see_that_time()
    {
        using var late = Timer("late", 30);
        using var early = Timer("early", 10);
        using var beat = Timer("beat", 20, 20);
        using var after = Timer("after", 61);

        _time.Advance(TimeSpan.FromMilliseconds(60));

        Assert.Equal(["early 10", "beat 20", "late 30", "beat 40", "beat 60"], _fired);
        Assert.Equal(2, _time.ArmedTimers);
    }

    [Fact]
    public void A_timer_may_arm_another_that_falls_due_on_the_same_way()
    {
        ITimer? second = null;
        using var first = _time.CreateTimer(_ => second = Timer("second", 5), null, TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(["second 15"], _fired);
        second!.Dispose();
    }

    [Fact]
    public void A_stopped_timer_does_not_fire()
    {
        using var stopped = Timer("stopped", 10);
        var disposed = Timer("disposed", 10);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        disposed.Dispose();
        Assert.False(disposed.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(_fired);
        Assert.Equal(0, _time.ArmedTimers);
    }

    private ITimer Timer(string name, int due, int period = Timeout.Infinite) => _time.CreateTimer(
        _ => _fired.Add($"{name} {_time.GetTimestamp() / TimeSpan.TicksPerMillisecond}"),
        null, TimeSpan.FromMilliseconds(due), TimeSpan.FromMilliseconds(period));
}
