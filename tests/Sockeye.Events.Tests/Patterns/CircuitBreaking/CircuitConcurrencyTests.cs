using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.CircuitBreaking;

public sealed class CircuitConcurrencyTests
{
    private const int Threads = 8;

    public static TheoryData<bool> Policies => CircuitPolicies.Both;

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Of_many_threads_one_is_the_probe(bool byRatio)
    {
        const int Rounds = 200;
        var time = new ManualTimeProvider();
        var breaker = CircuitPolicies.Opened(byRatio, time);
        var probes = 0;
        var together = 0;

        await OnManyThreadsAsync((thread, meet) =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (thread == 0)
                {
                    time.Advance(CircuitPolicies.Break);
                }

                meet.SignalAndWait(TimeSpan.FromSeconds(30));
                try
                {
                    breaker.TryExecute(() =>
                    {
                        Interlocked.Increment(ref probes);
                        if (Interlocked.Increment(ref together) > 1)
                        {
                            throw new InvalidOperationException("Two probes at once.");
                        }

                        meet.SignalAndWait(TimeSpan.FromSeconds(30)); // until all others have been refused
                        Interlocked.Decrement(ref together);
                        throw new FormatException();
                    });
                    meet.SignalAndWait(TimeSpan.FromSeconds(30));
                }
                catch (FormatException)
                {
                    Assert.Equal(CircuitState.Open, breaker.State);
                }

                meet.SignalAndWait(TimeSpan.FromSeconds(30));
            }
        });

        Assert.Equal(Rounds, probes);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Changes_come_one_at_a_time_and_each_follows_from_the_one_before(bool byRatio)
    {
        var time = new ManualTimeProvider();
        var breaker = CircuitPolicies.Make(byRatio, time);
        var changes = new List<CircuitChange>();
        var listening = 0;
        var overlaps = 0;
        foreach (var key in new[] { CircuitBreaker.CircuitOpen, CircuitBreaker.CircuitHalfOpen, CircuitBreaker.CircuitClosed })
        {
            breaker.Events.On(key, change =>
            {
                overlaps += Interlocked.Increment(ref listening) > 1 ? 1 : 0;
                changes.Add(change);
                Interlocked.Decrement(ref listening);
            });
        }

        await OnManyThreadsAsync((thread, _) =>
        {
            for (var i = 0; i < 300; i++)
            {
                switch ((thread + i) % 5)
                {
                    case 0:
                        time.Advance(CircuitPolicies.Break);
                        break;
                    case 1:
                        breaker.Isolate();
                        break;
                    case 2:
                        breaker.Close();
                        break;
                    default:
                        try
                        {
                            breaker.TryExecute(static () => throw new FormatException());
                        }
                        catch (FormatException exception)
                        {
                            Assert.NotNull(exception.StackTrace);
                        }

                        break;
                }
            }
        });

        Assert.Equal(0, overlaps);
        Assert.NotEmpty(changes);
        Assert.Equal(CircuitState.Closed, changes[0].From);
        Assert.All(changes.Zip(changes.Skip(1)), static pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal(breaker.State, changes[^1].To);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_call_that_succeeds_while_closed_allocates_nothing(bool byRatio)
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { FailureRatio = byRatio ? new FailureRatioOptions() : null });
        var listener = breaker.Protect(static (int _) => { });
        var later = breaker.Protect(static (int _) => Task.CompletedTask);
        Run();

        Assert.Equal(0, Allocations.Of(Run, times: 1));

        void Run()
        {
            for (var i = 0; i < 1_000; i++)
            {
                breaker.Execute(static number => number + 1, i);
                breaker.TryExecute(static _ => { }, i);
                listener(i);
                _ = later(i);
            }
        }
    }

    private static async Task OnManyThreadsAsync(Action<int, Barrier> work)
    {
        using var meet = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => work(thread, meet), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .DefaultTimeout();
    }
}
