using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Buffering;

public sealed class EventBufferTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly ManualTimeProvider _time = new();
    private readonly Batches _batches = new();

    [Fact]
    public async Task A_burst_is_flushed_when_nothing_has_come_for_the_quiet_delay()
    {
        await using var buffer = Make();
        buffer.Add(1);
        _time.Advance(TimeSpan.FromMilliseconds(60));
        buffer.Add(2);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(2, buffer.Count);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([1, 2], await _batches.NextAsync());
    }

    [Fact]
    public async Task A_full_batch_is_flushed_without_waiting()
    {
        await using var buffer = Make(options => options.MaxSize = 3);

        for (var i = 1; i <= 7; i++)
        {
            buffer.Add(i);
        }

        Assert.Equal([1, 2, 3], await _batches.NextAsync());
        Assert.Equal([4, 5, 6], await _batches.NextAsync());
        Assert.Empty(_batches.Rest());
        await SettledAsync(() => buffer.Count == 1);
        _time.Advance(Quiet);
        Assert.Equal([7], await _batches.NextAsync());
    }

    [Fact]
    public async Task An_event_waits_no_longer_than_the_longest_wait()
    {
        await using var buffer = Make(options => options.MaxWait = TimeSpan.FromMilliseconds(250));

        for (var i = 0; i < 5; i++)
        {
            buffer.Add(i);
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal([0, 1, 2, 3, 4], await _batches.NextAsync());
    }

    [Fact]
    public async Task More_than_a_batch_that_is_due_goes_in_several()
    {
        await using var buffer = Make(options => options.MaxSize = 10);
        var gate = new TaskCompletionSource();
        _batches.Gate = gate.Task;
        for (var i = 0; i < 25; i++)
        {
            buffer.Add(i);
        }

        var flushed = buffer.FlushAsync(TestContext.Current.CancellationToken);
        gate.SetResult();
        await flushed.DefaultTimeout();

        Assert.Equal([10, 10, 5], _batches.Rest().Select(static batch => batch.Length));
    }

    [Fact]
    public async Task One_flush_runs_at_a_time_and_what_comes_meanwhile_waits_for_the_next()
    {
        await using var buffer = Make(options => options.MaxSize = 2);
        var gate = new TaskCompletionSource();
        _batches.Gate = gate.Task;
        buffer.Add(1);
        buffer.Add(2);
        buffer.Add(3);
        buffer.Add(4);
        Assert.Equal(4, buffer.Count);

        gate.SetResult();

        Assert.Equal([1, 2], await _batches.NextAsync());
        Assert.Equal([3, 4], await _batches.NextAsync());
        Assert.Equal(0, _batches.Overlaps);
    }

    [Fact]
    public async Task Disposal_flushes_what_is_there_and_takes_no_more()
    {
        var buffer = Make();
        buffer.Add(1);

        await buffer.DisposeAsync().DefaultTimeout();

        Assert.Equal([1], Assert.Single(_batches.Rest()));
        Assert.Throws<ObjectDisposedException>(() => buffer.Add(2));
        Assert.False(buffer.TryAdd(2));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => buffer.FlushAsync(TestContext.Current.CancellationToken));
        await buffer.DisposeAsync().DefaultTimeout();
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task Events_of_an_emitter_are_collected_until_the_buffer_is_disposed()
    {
        var emitter = new EventEmitter();
        var key = new EventKey<int>("number");
        var buffer = Make();
        buffer.Collect(emitter, key);
        var other = buffer.Collect(emitter, "other");

        emitter.Emit(key, 1);
        emitter.Emit("other", 2, "surplus");
        other.Dispose();
        Assert.False(emitter.Emit("other", 3));
        await buffer.DisposeAsync().DefaultTimeout();

        Assert.Equal([1, 2], Assert.Single(_batches.Rest()));
        Assert.Equal(0, emitter.ListenerCount("number"));
        Assert.Throws<ObjectDisposedException>(() => buffer.Collect(emitter, key));
        Assert.Equal(0, emitter.ListenerCount("number"));
    }

    [Fact]
    public async Task A_flow_can_be_collected_too()
    {
        var emitter = new EventEmitter();
        await using var buffer = Make();
        emitter.Observe<int>("number").Filter(static number => number % 2 == 0).Map(static number => number * 10).On(buffer.Add);

        emitter.Emit("number", 1);
        emitter.Emit("number", 2);
        await buffer.FlushAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Equal([20], await _batches.NextAsync());
    }

    [Fact]
    public async Task Synchronous_handlers_run_on_the_thread_pool_and_not_in_the_add()
    {
        var there = new TaskCompletionSource<(bool, int)>();
        await using var buffer = new EventBuffer<int>(
            events => there.SetResult((Thread.CurrentThread.IsThreadPoolThread, events.Count)),
            new EventBatchOptions<int> { MaxSize = 1, TimeProvider = _time });

        buffer.Add(1);

        Assert.Equal((true, 1), await there.Task.DefaultTimeout());
    }

    [Fact]
    public async Task A_handler_that_waits_for_its_own_buffer_is_told_so()
    {
        EventBuffer<int>? buffer = null;
        buffer = new EventBuffer<int>(_ => buffer!.FlushAsync(TestContext.Current.CancellationToken), new EventBatchOptions<int> { TimeProvider = _time });
        buffer.Add(1);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => buffer.FlushAsync(TestContext.Current.CancellationToken).DefaultTimeout());

        Assert.Equal("The flush handler cannot wait for its own buffer to be flushed or disposed.", thrown.Message);
    }

    [Fact]
    public async Task Flushing_an_empty_buffer_does_nothing()
    {
        await using var buffer = Make();

        await buffer.FlushAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Empty(_batches.Rest());
    }

    [Theory]
    [InlineData("QuietDelay must be longer than zero and at most 49 days, and is 00:00:00.")]
    [InlineData("MaxSize must be at least 1 and at most Capacity (10), and is 11.")]
    [InlineData("MaxAttempts needs OnFailed, which gets what is given up.")]
    public void Options_out_of_bounds_are_named(string message)
    {
        var options = new EventBatchOptions<int> { QuietDelay = TimeSpan.Zero, MaxSize = 11, Capacity = 10, MaxAttempts = 1 };

        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new EventBuffer<int>(_ => { }, options)).Message, StringComparison.Ordinal);
    }

    private EventBuffer<int> Make(Action<EventBatchOptions<int>>? configure = null)
    {
        var options = new EventBatchOptions<int> { QuietDelay = Quiet, TimeProvider = _time };
        configure?.Invoke(options);
        return new EventBuffer<int>(_batches.FlushAsync, options);
    }

    private static async Task SettledAsync(Func<bool> condition)
    {
        await Eventually.TrueAsync(condition);
    }
}
