using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Listeners;

public sealed class ListenerConcurrencyTests
{
    private const int Threads = 8;

    [Fact]
    public async Task A_once_listener_runs_exactly_once_over_all_concurrent_emits()
    {
        const int Rounds = 500;
        var table = new ListenerTable<Counter>();
        var list = new ListenerList<Counter>();
        var counters = Enumerable.Range(0, Rounds).Select(_ => new Counter()).ToArray();

        await OnManyThreadsAsync((_, meet) =>
        {
            foreach (var counter in counters)
            {
                if (meet.SignalAndWait(TimeSpan.FromSeconds(30)) && Interlocked.Exchange(ref counter.Added, 1) == 0)
                {
                    table.Add("event", counter, once: true);
                    list.Add(counter, once: true);
                }

                meet.SignalAndWait(TimeSpan.FromSeconds(30));
                RunAll(table.Snapshot("event"));
                RunAll(list.Snapshot());
            }
        });

        Assert.All(counters, counter => Assert.Equal(2, counter.Runs));
        Assert.Equal(0, table.Count("event"));
        Assert.Equal(0, list.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(64)]
    public async Task No_addition_and_no_removal_is_lost_between_threads(int names)
    {
        const int Rounds = 300;
        var table = new ListenerTable<Counter>();
        var kept = new Counter();
        var brief = new Counter();

        await OnManyThreadsAsync((thread, _) =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                var name = $"event {(thread + i) % names}";
                var registration = table.Add(name, brief, prepend: i % 2 == 0);
                table.Add(name, kept);
                if (i % 3 == 0)
                {
                    Assert.True(table.Remove(name, brief, static (listener, wanted) => listener == wanted));
                }
                else
                {
                    registration.Dispose();
                }
            }
        });

        // A removal by match may take another thread's registration; that thread's own removal then finds nothing. So what is left of the
        // brief ones can be told only by the counts: nothing that was to be kept is gone.
        var left = table.EventNames.Sum(table.Count);
        Assert.InRange(left, Threads * Rounds, (Threads * Rounds) + (Threads * Rounds / 3) + Threads);
        while (table.EventNames.Any(name => table.Remove(name, brief, static (listener, wanted) => listener == wanted)))
        {
            left--;
        }

        Assert.Equal(Threads * Rounds, left);
        Assert.Equal(Threads * Rounds, table.RemoveAll());
        Assert.Empty(table.EventNames);
    }

    private static void RunAll(ListenerSnapshot<Counter> snapshot)
    {
        foreach (var counter in snapshot)
        {
            Interlocked.Increment(ref counter.Runs);
        }
    }

    private static async Task OnManyThreadsAsync(Action<int, Barrier> work)
    {
        using var meet = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => work(thread, meet), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .DefaultTimeout();
    }

    private sealed class Counter
    {
        public int Added;
        public int Runs;
    }
}
