using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.CircuitBreaking;

public sealed class CircuitBreakerTests
{
    private readonly ManualTimeProvider _time = new();

    public static TheoryData<bool> Policies => CircuitPolicies.Both;

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_closed_circuit_runs_calls_and_gives_their_results(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time);

        Assert.Equal(3, breaker.Execute(static () => 3));
        Assert.Equal(4, breaker.Execute(static number => number + 1, 3));
        Assert.Equal(5, breaker.TryExecute(static () => 5).Value);
        Assert.False(breaker.TryExecute(static () => { }).IsRejected);
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void An_open_circuit_refuses_calls_and_says_for_how_long(bool byRatio)
    {
        var breaker = CircuitPolicies.Opened(byRatio, _time);
        _time.Advance(TimeSpan.FromSeconds(4));
        var ran = false;

        var result = breaker.TryExecute(() => ran = true);
        var exception = Assert.Throws<CircuitOpenException>(() => breaker.Execute(() => { ran = true; }));

        Assert.False(ran);
        Assert.True(result.IsRejected);
        Assert.Equal(CircuitState.Open, result.Rejection!.Value.State);
        Assert.Equal("payments", result.Rejection!.Value.Circuit);
        Assert.Equal(TimeSpan.FromSeconds(6), exception.RetryAfter);
        Assert.Equal("The circuit \"payments\" is open and refuses calls for another 6 s.", exception.Message);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_probe_that_succeeds_closes_the_circuit(bool byRatio)
    {
        var breaker = CircuitPolicies.Opened(byRatio, _time);
        var journal = breaker.Events.Journal();

        _time.Advance(CircuitPolicies.Break - TimeSpan.FromMilliseconds(1));
        Assert.True(breaker.TryExecute(static () => { }).IsRejected);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(breaker.TryExecute(() => journal.Add("probe")).IsRejected);

        Assert.Equal(CircuitState.Closed, breaker.State);
        Assert.Equal(["circuitHalfOpen:Open>HalfOpen", "probe", "circuitClosed:HalfOpen>Closed"], journal);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_probe_that_fails_opens_the_circuit_for_another_break(bool byRatio)
    {
        var breaker = CircuitPolicies.Opened(byRatio, _time);
        var journal = breaker.Events.Journal();
        _time.Advance(CircuitPolicies.Break);

        breaker.Fail();

        Assert.Equal(CircuitState.Open, breaker.State);
        Assert.Equal(CircuitPolicies.Break, breaker.TryExecute(static () => { }).Rejection!.Value.RetryAfter);
        Assert.Equal(["circuitHalfOpen:Open>HalfOpen", "circuitOpen:HalfOpen>Open"], journal);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void One_probe_runs_at_a_time(bool byRatio)
    {
        var breaker = CircuitPolicies.Opened(byRatio, _time);
        _time.Advance(CircuitPolicies.Break);
        CircuitResult<int> other = default;

        breaker.Execute(() =>
        {
            Assert.Equal(CircuitState.HalfOpen, breaker.State);
            other = breaker.TryExecute(static () => 1);
        });

        Assert.Equal(CircuitState.HalfOpen, other.Rejection!.Value.State);
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_is_no_failure_passes_and_opens_nothing(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time, static exception => exception is not FormatException);

        for (var i = 0; i < 10; i++)
        {
            breaker.Fail();
        }

        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void An_isolated_circuit_refuses_calls_until_it_is_closed(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time);
        var journal = breaker.Events.Journal();

        breaker.Isolate();
        _time.Advance(TimeSpan.FromDays(1));
        var rejection = breaker.TryExecute(static () => { }).Rejection!.Value;
        breaker.Close();

        Assert.Equal(CircuitState.Isolated, rejection.State);
        Assert.Null(rejection.RetryAfter);
        Assert.Equal(1, breaker.Execute(static () => 1));
        Assert.Equal(["circuitOpen:Closed>Isolated", "circuitClosed:Isolated>Closed"], journal);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Closing_by_hand_forgets_the_failures(bool byRatio)
    {
        var breaker = CircuitPolicies.Opened(byRatio, _time);

        breaker.Close();
        breaker.Fail();

        Assert.Equal(CircuitState.Closed, breaker.State);
        breaker.Fail();
        Assert.Equal(CircuitState.Open, breaker.State);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void The_event_of_opening_tells_the_break_and_the_cause(bool byRatio)
    {
        CircuitChange? opened = null;
        var events = new EventEmitter();
        events.On(CircuitBreaker.CircuitOpen, change => opened = change);
        var breaker = CircuitPolicies.Make(byRatio, _time, events: events);

        breaker.Fail();
        breaker.Fail();

        Assert.Same(events, breaker.Events);
        Assert.Equal("payments", opened!.Circuit);
        Assert.Equal(CircuitPolicies.Break, opened.BreakDuration);
        Assert.IsType<FormatException>(opened.Cause);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_listener_may_call_the_circuit_it_hears_of(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time);
        breaker.Events.Once(CircuitBreaker.CircuitOpen, _ => breaker.Close());
        var journal = breaker.Events.Journal();

        breaker.Fail();
        breaker.Fail();

        Assert.Equal(CircuitState.Closed, breaker.State);
        Assert.Equal(["circuitOpen:Closed>Open", "circuitClosed:Open>Closed"], journal);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_failing_listener_of_the_circuit_is_an_error_of_the_emitter_and_not_of_the_call(bool byRatio)
    {
        var breaker = CircuitPolicies.Opened(byRatio, _time);
        var errors = new List<Exception>();
        breaker.Events.On(EventEmitter.Error, errors.Add);
        breaker.Events.On(CircuitBreaker.CircuitClosed, _ => throw new InvalidOperationException("listener"));
        _time.Advance(CircuitPolicies.Break);

        Assert.Equal(7, breaker.Execute(static () => 7));

        Assert.Equal("listener", Assert.Single(errors).Message);
    }

    [Fact]
    public void A_success_in_between_starts_the_count_anew()
    {
        var breaker = CircuitPolicies.Make(byRatio: false, _time);

        for (var i = 0; i < 10; i++)
        {
            breaker.Fail();
            breaker.Execute(static () => { });
        }

        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Fact]
    public void Few_failures_among_many_calls_do_not_reach_the_ratio()
    {
        var breaker = CircuitPolicies.Make(byRatio: true, _time);

        for (var i = 0; i < 10; i++)
        {
            breaker.Execute(static () => { });
            breaker.Execute(static () => { });
            breaker.Fail();
        }

        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Fact]
    public void Failures_leave_the_window_of_the_ratio_in_time()
    {
        var breaker = CircuitPolicies.Make(byRatio: true, _time);
        breaker.Fail();

        _time.Advance(TimeSpan.FromSeconds(61));
        breaker.Fail();

        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Theory]
    [InlineData("FailureThreshold must be at least 1, and is 0.")]
    [InlineData("BreakDuration must be between 500 milliseconds and one day, and is 00:00:00.")]
    [InlineData("FailureRatio.Ratio must be above 0 and at most 1, and is 1.5.")]
    [InlineData("FailureRatio.MinimumThroughput must be at least 2, and is 1.")]
    [InlineData("FailureRatio.SamplingDuration must be between 500 milliseconds and one day, and is 2.00:00:00.")]
    public void Options_out_of_bounds_are_named(string message)
    {
        var options = new CircuitBreakerOptions
        {
            FailureThreshold = 0,
            BreakDuration = TimeSpan.Zero,
            FailureRatio = new FailureRatioOptions { Ratio = 1.5, MinimumThroughput = 1, SamplingDuration = TimeSpan.FromDays(2) },
        };

        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new CircuitBreaker(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_whose_failure_cannot_be_judged_opens_the_circuit_again()
    {
        var time = new ManualTimeProvider();
        var judges = true;
        var breaker = new CircuitBreaker(new CircuitBreakerOptions
        {
            FailureThreshold = 1,
            BreakDuration = TimeSpan.FromSeconds(1),
            TimeProvider = time,
            IsFailure = _ => judges ? true : throw new NotSupportedException(),
        });
        Assert.Throws<FormatException>(() => breaker.Execute(static () => throw new FormatException()));
        time.Advance(TimeSpan.FromSeconds(1));
        judges = false;

        Assert.Throws<NotSupportedException>(() => breaker.Execute(static () => throw new FormatException()));
        Assert.Equal(CircuitState.Open, breaker.State);

        time.Advance(TimeSpan.FromSeconds(1));
        breaker.Execute(static () => { });
        Assert.Equal(CircuitState.Closed, breaker.State);
    }
}
