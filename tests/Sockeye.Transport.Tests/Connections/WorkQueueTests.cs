using Sockeye.TestKit;
using Sockeye.Transport.Connections;

namespace Sockeye.Transport.Tests.Connections;

public sealed class WorkQueueTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_runs_in_order_one_after_the_other()
    {
        const int count = 50_000;
        var queue = new WorkQueue();
        var ran = new List<int>();
        var atOnce = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        for (var i = 0; i < count; i++)
        {
            queue.Schedule(Run, i);
        }

        await done.Task.DefaultTimeout();
        Assert.Equal(Enumerable.Range(0, count), ran);

        void Run(object? number)
        {
            Assert.Equal(1, Interlocked.Increment(ref atOnce));
            ran.Add((int)number!);
            Interlocked.Decrement(ref atOnce);
            if (ran.Count == count)
            {
                done.SetResult();
            }
        }
    }

    // It falls asleep again and again: each item but the last is waited for before the next one comes.
    [Fact]
    public async Task None_is_forgotten_when_the_queue_was_just_empty()
    {
        var queue = new WorkQueue();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    var ran = new TaskCompletionSource(); // goes on right there, so that the next comes while the queue looks for more
                    queue.Schedule(static ran => ((TaskCompletionSource)ran!).SetResult(), ran);
                    await ran.Task;
                }
            },
            CancellationToken))).DefaultTimeout();
    }

    [Fact]
    public async Task Whoever_schedules_does_not_run_it()
    {
        var queue = new WorkQueue();
        var gate = new Lock();
        var ran = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        lock (gate)
        {
            queue.Schedule(_ => ran.SetResult(gate.IsHeldByCurrentThread), null);
        }

        Assert.False(await ran.Task.DefaultTimeout());
    }
}
