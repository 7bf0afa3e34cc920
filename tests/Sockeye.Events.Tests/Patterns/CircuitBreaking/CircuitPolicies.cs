using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.CircuitBreaking;

/// <summary>The two policies, each set so that it opens at the second failure.</summary>
internal static class CircuitPolicies
{
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    public static readonly TheoryData<bool> Both = [false, true];

    public static CircuitBreaker Make(bool byRatio, TimeProvider time, Func<Exception, bool>? isFailure = null, EventEmitter? events = null) => new(new CircuitBreakerOptions
    {
        Name = "payments",
        FailureThreshold = 2,
        FailureRatio = byRatio ? new FailureRatioOptions { Ratio = 0.5, MinimumThroughput = 2, SamplingDuration = TimeSpan.FromSeconds(60) } : null,
        BreakDuration = Break,
        IsFailure = isFailure,
        Events = events,
        TimeProvider = time,
    });

    public static void Fail(this CircuitBreaker breaker) => Assert.Throws<FormatException>(() => breaker.Execute(static () => throw new FormatException("bad")));

    public static CircuitBreaker Opened(bool byRatio, ManualTimeProvider time)
    {
        var breaker = Make(byRatio, time);
        breaker.Fail();
        breaker.Fail();
        Assert.Equal(CircuitState.Open, breaker.State);
        return breaker;
    }

    /// <summary>Writes down the changes as "name:from>to".</summary>
    public static List<string> Journal(this EventEmitter events)
    {
        var journal = new List<string>();
        foreach (var key in new[] { CircuitBreaker.CircuitOpen, CircuitBreaker.CircuitHalfOpen, CircuitBreaker.CircuitClosed })
        {
            events.On(key, change => journal.Add($"{key.Name}:{change.From}>{change.To}"));
        }

        return journal;
    }
}
