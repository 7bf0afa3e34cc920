using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Buffering;

public sealed class EventBufferConcurrencyTests
{
    private const int Threads = 8;
    private const int PerThread = 5_000;

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(64)]
    public async Task Nothing_is_lost_doubled_or_reordered_while_threads_add_and_flushes_fail(int? maxSize)
    {
        var attempts = 0;
        var running = 0;
        var overlaps = 0;
        var flushed = new List<(int Thread, int Number)>();
        var buffer = new EventBuffer<(int Thread, int Number)>(
            async events =>
            {
                overlaps += Interlocked.Increment(ref running) > 1 ? 1 : 0;
                await Task.Yield();
                Interlocked.Decrement(ref running);
                if (++attempts % 7 == 3)
                {
                    throw new FormatException();
                }

                flushed.AddRange(events);
            },
            new EventBatchOptions<(int, int)> { MaxSize = maxSize, QuietDelay = TimeSpan.FromMilliseconds(1), RetryDelay = TimeSpan.FromMilliseconds(1), OnFailed = static batch => Assert.False(batch.IsGivenUp) });

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < PerThread; i++)
                {
                    buffer.Add((thread, i));
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))).DefaultTimeout();
        await FlushedAsync(buffer).DefaultTimeout();
        await buffer.DisposeAsync().DefaultTimeout();

        Assert.Equal(0, overlaps);
        Assert.Equal(Threads * PerThread, flushed.Count);
        foreach (var thread in flushed.GroupBy(static item => item.Thread))
        {
            Assert.Equal(Enumerable.Range(0, PerThread), thread.Select(static item => item.Number));
        }
    }

    [Fact]
    public async Task Whatever_was_added_before_disposal_closed_the_buffer_is_flushed()
    {
        for (var round = 0; round < 50; round++)
        {
            var flushed = 0;
            var added = 0;
            var buffer = new EventBuffer<int>(events => flushed += events.Count, new EventBatchOptions<int> { MaxSize = 8 });
            using var start = new Barrier(4);

            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TimeSpan.FromSeconds(30));
                    if (thread == 0)
                    {
                        buffer.DisposeAsync().AsTask().GetAwaiter().GetResult();
                        return;
                    }

                    while (buffer.TryAdd(1))
                    {
                        Interlocked.Increment(ref added);
                    }
                },
                TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))).DefaultTimeout();

            Assert.Equal(added, flushed);
        }
    }

    // A flush that is asked for fails with whatever fails meanwhile; what it asked for is kept.
    private static async Task FlushedAsync<T>(EventBuffer<T> buffer)
    {
        while (buffer.Count > 0)
        {
            try
            {
                await buffer.FlushAsync(TestContext.Current.CancellationToken);
            }
            catch (FormatException exception)
            {
                Assert.NotNull(exception.StackTrace);
            }
        }
    }
}
