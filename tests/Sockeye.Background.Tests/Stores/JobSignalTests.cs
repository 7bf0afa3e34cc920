using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores;

public sealed class JobSignalTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private readonly JobSignal _signal = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_raise_wakes_those_who_wait_for_its_kind_and_takes_their_timers_in_the_same_moment()
    {
        var work = WaitAsync(WakeUps.Work);
        var schedules = WaitAsync(WakeUps.Schedules);
        var either = WaitAsync(WakeUps.Work | WakeUps.Cancellation);
        Assert.Equal(3, _time.ArmedTimers);

        _signal.Raise(WakeUps.Work | WakeUps.Cancellation);
        Assert.Equal(1, _time.ArmedTimers); // before anyone who was woken has run
        Assert.Equal(WakeUps.Work, await work.DefaultTimeout());
        Assert.Equal(WakeUps.Work | WakeUps.Cancellation, await either.DefaultTimeout());
        Assert.False(schedules.IsCompleted);

        _time.Advance(Minute);
        Assert.Equal(WakeUps.None, await schedules.DefaultTimeout());
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task What_was_raised_between_looking_and_waiting_is_not_missed()
    {
        var seen = _signal.Version;
        _signal.Raise(WakeUps.Work);

        Assert.Equal(WakeUps.Work, await _signal.WaitAsync(seen, WakeUps.Work, Minute, _time, Cancelled));
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task What_was_raised_before_looking_wakes_nobody()
    {
        _signal.Raise(WakeUps.Work);
        var waits = WaitAsync(WakeUps.Work);

        Assert.False(waits.IsCompleted);
        _signal.Raise(WakeUps.Work);
        Assert.Equal(WakeUps.Work, await waits.DefaultTimeout());
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_leaves_nothing_behind()
    {
        using var end = new CancellationTokenSource();
        var waits = _signal.WaitAsync(_signal.Version, WakeUps.Work, Minute, _time, end.Token).AsTask();

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits.DefaultTimeout());
        Assert.Equal(0, _time.ArmedTimers);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _signal.WaitAsync(_signal.Version, WakeUps.Work, Minute, _time, end.Token).AsTask());
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task A_time_that_nobody_can_wait_for_is_refused_and_a_moment_that_has_passed_is_none()
    {
        foreach (var atMost in (TimeSpan[])[TimeSpan.FromSeconds(-5), TimeSpan.FromDays(60), TimeSpan.MaxValue])
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _signal.WaitAsync(0, WakeUps.Work, atMost, _time, Cancelled).AsTask());
        }

        Assert.Equal(WakeUps.None, await _signal.WaitAsync(0, WakeUps.Work, TimeSpan.Zero, _time, Cancelled).AsTask().DefaultTimeout());
        var passed = Deadline.In(_time, Minute);
        _time.Advance(2 * Minute);
        Assert.Equal(WakeUps.None, await _signal.WaitAsync(0, WakeUps.Work, passed, Cancelled).AsTask().DefaultTimeout());
        Assert.Equal(0, _time.ArmedTimers);
    }

    private Task<WakeUps> WaitAsync(WakeUps kinds) => _signal.WaitAsync(_signal.Version, kinds, Minute, _time, Cancelled).AsTask();
}
