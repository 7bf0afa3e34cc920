using Sockeye.TestKit;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Tests.Readiness;

public sealed class ReadinessSignalTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void A_signal_that_nobody_waits_for_is_kept_once()
    {
        var signal = new ReadinessSignal();

        signal.Signal();
        signal.Signal();

        Assert.True(signal.WaitAsync().AsTask().IsCompletedSuccessfully);
        Assert.False(signal.WaitAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task The_one_who_signals_runs_the_one_who_waits()
    {
        var signal = new ReadinessSignal();
        var thread = 0;
        var waiting = WaitAsync();

        signal.Signal();

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        await waiting;

        async Task WaitAsync()
        {
            await signal.WaitAsync().ConfigureAwait(false);
            thread = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task Each_wait_takes_a_signal_of_its_own()
    {
        var signal = new ReadinessSignal();
        var taken = 0;
        var waiting = WaitAsync();

        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(i - 1, taken);
            signal.Signal();
            Assert.Equal(i, taken);
        }

        await waiting.DefaultTimeout();

        async Task WaitAsync()
        {
            while (taken < 3)
            {
                await signal.WaitAsync().ConfigureAwait(false);
                taken++;
            }
        }
    }

    // Whoever signals writes first and signals then: if one signal were lost, or its writes not seen, the last count would never be read.
    [Fact]
    public async Task No_signal_of_several_threads_is_lost()
    {
        const int perThread = 200_000;
        const int threads = 3;
        var signal = new ReadinessSignal();
        var done = new int[threads * 16]; // a cache line each
        var waiting = Task.Run(WaitForAllAsync, CancellationToken);

        var signalling = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 1; i <= perThread; i++)
                {
                    Volatile.Write(ref done[thread * 16], i);
                    signal.Signal();
                }
            },
            CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();

        await Task.WhenAll(signalling).DefaultTimeout();
        await waiting.DefaultTimeout();

        async Task WaitForAllAsync()
        {
            while (Enumerable.Range(0, threads).Any(thread => Volatile.Read(ref done[thread * 16]) < perThread))
            {
                await signal.WaitAsync().ConfigureAwait(false);
            }
        }
    }
}
