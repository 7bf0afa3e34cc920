using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores;

public sealed class DeadlineTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_time_that_looking_took_is_not_added()
    {
        var deadline = Deadline.In(_time, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(4)); // somebody asks a store meanwhile
        var reached = deadline.WaitAsync(Cancelled);

        Assert.False(reached.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await reached.DefaultTimeout();
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task A_clock_that_passes_the_moment_before_the_timer_is_armed_ends_the_wait_at_once()
    {
        var deadline = Deadline.In(_time, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(6));

        await deadline.WaitAsync(Cancelled).DefaultTimeout();
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task Never_does_not_come_and_leaves_nothing_behind_when_the_wait_is_ended()
    {
        using var end = new CancellationTokenSource();
        var reached = Deadline.In(_time, Timeout.InfiniteTimeSpan).WaitAsync(end.Token);
        _time.Advance(TimeSpan.FromDays(1000));
        Assert.False(reached.IsCompleted);

        await end.CancelAsync();
        await reached.DefaultTimeout();
    }
}
