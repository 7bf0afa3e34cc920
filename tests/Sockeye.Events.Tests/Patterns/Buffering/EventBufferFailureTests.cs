using System.Collections.Concurrent;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Buffering;

public sealed class EventBufferFailureTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Batches _batches = new();
    private readonly BlockingCollection<FailedBatch<int>> _failed = [];

    [Fact]
    public async Task A_failed_batch_is_kept_whole_and_tried_again_after_the_retry_delay()
    {
        await using var buffer = Make(options => options.OnFailed = _failed.Add);
        _batches.Failures = 2;
        buffer.Add(1);
        buffer.Add(2);

        await Assert.ThrowsAsync<FormatException>(() => buffer.FlushAsync(TestContext.Current.CancellationToken).DefaultTimeout());
        buffer.Add(3);
        var first = NextFailure();
        await ArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = NextFailure();
        await ArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 2], await _batches.NextAsync());
        Assert.Equal([3], await _batches.NextAsync());
        Assert.Equal((1, false), (first.Attempt, first.IsGivenUp));
        Assert.Equal((2, false), (second.Attempt, second.IsGivenUp));
        Assert.Equal([1, 2], second.Events);
        Assert.IsType<FormatException>(second.Exception);
    }

    [Fact]
    public async Task Asking_for_a_flush_tries_a_failed_batch_at_once()
    {
        await using var buffer = Make();
        _batches.Failures = 1;
        buffer.Add(1);
        await Assert.ThrowsAsync<FormatException>(() => buffer.FlushAsync(TestContext.Current.CancellationToken).DefaultTimeout());
        buffer.Add(2);

        await buffer.FlushAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Equal([[1], [2]], _batches.Rest());
        Assert.Equal(0, buffer.Count);
    }

    [Fact]
    public async Task A_batch_that_is_given_up_goes_to_the_callback_and_makes_way()
    {
        await using var buffer = Make(options =>
        {
            options.OnFailed = _failed.Add;
            options.MaxAttempts = 1;
            options.MaxSize = 2;
        });
        _batches.Failures = 1;

        for (var i = 1; i <= 4; i++)
        {
            buffer.Add(i);
        }

        Assert.Equal([3, 4], await _batches.NextAsync());
        var failed = NextFailure();
        Assert.True(failed.IsGivenUp);
        Assert.Equal([1, 2], failed.Events);
    }

    [Fact]
    public async Task A_full_buffer_refuses_and_says_what_its_flushes_fail_with()
    {
        var buffer = Make(options =>
        {
            options.Capacity = 2;
            options.MaxSize = 2;
        });
        _batches.Failures = int.MaxValue; // the flush at the size may have failed before the one that is waited for
        buffer.Add(1);
        buffer.Add(2);
        await Assert.ThrowsAsync<FormatException>(() => buffer.FlushAsync(TestContext.Current.CancellationToken).DefaultTimeout());
        _batches.Failures = 0;

        var thrown = Assert.Throws<EventBufferFullException>(() => buffer.Add(3));

        Assert.IsType<FormatException>(thrown.InnerException);
        Assert.Equal(2, thrown.Capacity);
        Assert.False(buffer.TryAdd(3));
        Assert.Equal(0, buffer.Dropped);
        await buffer.DisposeAsync().DefaultTimeout();
        Assert.Equal([[1, 2]], _batches.Rest());
    }

    [Theory]
    [InlineData(EventOverflow.DropOldest, new[] { 3, 4 })]
    [InlineData(EventOverflow.DropNewest, new[] { 1, 2 })]
    public async Task A_full_buffer_drops_what_its_policy_says_and_counts_it(EventOverflow overflow, int[] left)
    {
        var buffer = Make(options =>
        {
            options.Capacity = 2;
            options.MaxSize = null;
            options.Overflow = overflow;
        });

        for (var i = 1; i <= 4; i++)
        {
            buffer.Add(i);
        }

        Assert.Equal(2, buffer.Dropped);
        await buffer.DisposeAsync().DefaultTimeout();
        Assert.Equal(left, Assert.Single(_batches.Rest()));
    }

    [Fact]
    public async Task What_disposal_cannot_flush_comes_out_of_it()
    {
        var buffer = Make(options => options.MaxSize = 2);
        _batches.Failures = 100;
        buffer.Add(1);
        buffer.Add(2);
        buffer.Add(3);

        var thrown = await Assert.ThrowsAsync<UnflushedEventsException>(() => buffer.DisposeAsync().DefaultTimeout());

        Assert.Equal([1, 2, 3], thrown.Events);
        Assert.IsType<FormatException>(thrown.InnerException);
    }

    [Fact]
    public async Task What_disposal_cannot_flush_goes_to_the_callback_where_there_is_one()
    {
        var buffer = Make(options => options.OnFailed = _failed.Add);
        _batches.Failures = 100;
        buffer.Add(1);

        await buffer.DisposeAsync().DefaultTimeout();

        var last = _failed.Last();
        Assert.True(last.IsGivenUp);
        Assert.Equal([1], last.Events);
    }

    [Fact]
    public async Task A_flush_that_fails_while_disposal_begins_is_tried_once_more()
    {
        var gate = new TaskCompletionSource();
        var attempts = 0;
        var began = new TaskCompletionSource();
        var flushed = new List<int>();
        var buffer = new EventBuffer<int>(
            async events =>
            {
                if (++attempts == 1)
                {
                    began.SetResult();
                    await gate.Task;
                    throw new FormatException();
                }

                flushed.AddRange(events);
            },
            new EventBatchOptions<int> { MaxSize = 1, TimeProvider = _time });
        buffer.Add(1);
        await began.Task.DefaultTimeout();

        var disposal = buffer.DisposeAsync();
        gate.SetResult();
        await disposal.DefaultTimeout();

        Assert.Equal([1], flushed);
    }

    [Fact]
    public async Task A_flush_that_never_ends_is_cancelled_when_disposal_has_waited_long_enough()
    {
        var buffer = Make(options =>
        {
            options.MaxSize = 1;
            options.DisposeTimeout = TimeSpan.FromSeconds(5);
        });
        _batches.Gate = new TaskCompletionSource().Task;
        buffer.Add(1);

        var disposal = buffer.DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        var thrown = await Assert.ThrowsAsync<UnflushedEventsException>(() => disposal.DefaultTimeout());

        Assert.IsAssignableFrom<OperationCanceledException>(thrown.InnerException);
        Assert.Equal([1], thrown.Events);
    }

    private EventBuffer<int> Make(Action<EventBatchOptions<int>>? configure = null)
    {
        var options = new EventBatchOptions<int> { TimeProvider = _time };
        configure?.Invoke(options);
        return new EventBuffer<int>(_batches.FlushAsync, options);
    }

    private FailedBatch<int> NextFailure() =>
        _failed.TryTake(out var failed, (int)TimeSpan.FromSeconds(30).TotalMilliseconds, TestContext.Current.CancellationToken) ? failed : throw new TimeoutException();

    // The retry is armed by the flushing loop when it ends, after it has told of the failure.
    private async Task ArmedAsync()
    {
        await Eventually.TrueAsync(() => _time.ArmedTimers > 0);
    }

    [Fact]
    public async Task Disposing_hands_out_what_was_lost_though_a_later_batch_succeeded()
    {
        var buffer = Make(options => options.MaxSize = 2);
        _batches.Failures = int.MaxValue; // the flush at the size may have failed before the one that is waited for
        buffer.Add(1);
        buffer.Add(2);
        await Assert.ThrowsAsync<FormatException>(() => buffer.FlushAsync(TestContext.Current.CancellationToken).DefaultTimeout());
        _batches.Failures = 1;
        buffer.Add(3);

        var lost = await Assert.ThrowsAsync<UnflushedEventsException>(() => buffer.DisposeAsync().AsTask().DefaultTimeout());

        Assert.Equal([1, 2], lost.Events);
        Assert.IsType<FormatException>(lost.InnerException);
        Assert.Equal([[3]], _batches.Rest());
    }
}
