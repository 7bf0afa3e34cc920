namespace Sockeye.Engine.Tests.Sessions;

public class TimerWheelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(333)]
    [InlineData(40_960)]
    [InlineData(45_005)]
    [InlineData(200_000)]
    public void A_timer_is_never_early_and_at_most_two_ticks_late(int milliseconds)
    {
        var time = new ManualTimeProvider();
        using var wheel = new TimerWheel(time);
        time.Advance(TimeSpan.FromMilliseconds(12_347));
        var timer = new CountingTimer();

        wheel.Schedule(timer, TimeSpan.FromMilliseconds(milliseconds));
        time.Advance(TimeSpan.FromMilliseconds(Math.Max(0, milliseconds - 1)));
        Assert.Equal(0, timer.Fired);
        time.Advance(TimeSpan.FromMilliseconds(21));

        Assert.Equal(1, timer.Fired);
        Assert.Equal(0, wheel.Count);
        Assert.Equal(0, time.ArmedTimers);
    }

    [Fact]
    public void A_timer_that_is_due_in_all_eternity_does_not_fire_at_once()
    {
        var time = new ManualTimeProvider();
        using var wheel = new TimerWheel(time);
        var timer = new CountingTimer();

        wheel.Schedule(timer, TimeSpan.MaxValue);
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(0, timer.Fired);
    }

    [Fact]
    public void Moved_and_cancelled_timers_fire_as_they_were_last_told()
    {
        var time = new ManualTimeProvider();
        using var wheel = new TimerWheel(time);
        var (moved, cancelled) = (new CountingTimer(), new CountingTimer());
        wheel.Schedule(moved, TimeSpan.FromMilliseconds(50));
        wheel.Schedule(cancelled, TimeSpan.FromMilliseconds(50));
        wheel.Schedule(moved, TimeSpan.FromMilliseconds(500));
        wheel.Cancel(cancelled);
        wheel.Cancel(cancelled);
        Assert.Equal(1, wheel.Count);

        time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal((0, 0), (moved.Fired, cancelled.Fired));
        time.Advance(TimeSpan.FromMilliseconds(120));

        Assert.Equal((1, 0), (moved.Fired, cancelled.Fired));
    }

    [Fact]
    public void A_timer_that_fails_does_not_stop_the_rest()
    {
        var time = new ManualTimeProvider();
        using var wheel = new TimerWheel(time);
        var rest = new CountingTimer();
        wheel.Schedule(new CountingTimer { OnFired = static () => throw new InvalidOperationException("on purpose") }, TimeSpan.Zero);
        wheel.Schedule(rest, TimeSpan.Zero);

        time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(1, rest.Fired);
    }

    [Fact]
    public void A_timer_may_schedule_itself_again()
    {
        var time = new ManualTimeProvider();
        using var wheel = new TimerWheel(time);
        CountingTimer timer = null!;
        timer = new CountingTimer { OnFired = () => wheel.Schedule(timer, TimeSpan.FromMilliseconds(100)) };
        wheel.Schedule(timer, TimeSpan.FromMilliseconds(100));

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.InRange(timer.Fired, 83, 100);
    }

    [Fact]
    public void Thousands_of_random_timers_fire_once_each_and_in_time()
    {
        var random = new Random(20261121);
        var time = new ManualTimeProvider();
        using var wheel = new TimerWheel(time);
        var timers = new List<CountingTimer>();
        for (var i = 0; i < 5_000; i++)
        {
            var due = TimeSpan.FromMilliseconds(random.Next(1, 60_000));
            var begin = time.GetUtcNow();
            CountingTimer timer = null!;
            timer = new CountingTimer { OnFired = () => Assert.InRange((time.GetUtcNow() - begin - due).TotalMilliseconds, 0, 20) };
            wheel.Schedule(timer, due);
            timers.Add(timer);
            if (i % 7 == 0)
            {
                time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 30)));
            }
        }

        time.Advance(TimeSpan.FromSeconds(61));

        Assert.All(timers, static timer => Assert.Equal((1, false), (timer.Fired, timer.HasFailed)));
    }

    [Fact]
    public void Scheduling_allocates_nothing()
    {
        using var wheel = new TimerWheel(new ManualTimeProvider());
        var timer = new CountingTimer();
        wheel.Schedule(timer, TimeSpan.FromSeconds(1));
        var real = new TimerWheel(TimeProvider.System);
        wheel.Cancel(timer);
        real.Schedule(timer, TimeSpan.FromSeconds(1));

        var seconds = 0;
        Assert.Equal(0, Allocations.Of(() => real.Schedule(timer, TimeSpan.FromSeconds(seconds++ % 1_000))));
        real.Dispose();
    }

    private sealed class CountingTimer : WheelTimer
    {
        public int Fired { get; private set; }

        public bool HasFailed { get; private set; }

        public Action? OnFired { get; init; }

        protected internal override void OnDue()
        {
            Fired++;
            HasFailed = true;
            OnFired?.Invoke();
            HasFailed = false;
        }
    }
}
