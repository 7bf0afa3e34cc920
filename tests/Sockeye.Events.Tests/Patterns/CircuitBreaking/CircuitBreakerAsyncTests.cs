using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.CircuitBreaking;

public sealed class CircuitBreakerAsyncTests
{
    private readonly ManualTimeProvider _time = new();

    public static TheoryData<bool> Policies => CircuitPolicies.Both;

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Asynchronous_failures_open_the_circuit(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time);

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<FormatException>(() => breaker.ExecuteAsync(FailLaterAsync, TestContext.Current.CancellationToken).DefaultTimeout());
        }

        Assert.Equal(CircuitState.Open, breaker.State);
        var refused = await Assert.ThrowsAsync<CircuitOpenException>(() => breaker.ExecuteAsync(_ => Task.FromResult(1), TestContext.Current.CancellationToken).DefaultTimeout());
        Assert.Equal(CircuitPolicies.Break, refused.RetryAfter);
        Assert.True((await breaker.TryExecuteAsync(_ => Task.CompletedTask, TestContext.Current.CancellationToken)).IsRejected);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_result_that_comes_later_is_given(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time);

        var result = await breaker.TryExecuteAsync(async _ =>
        {
            await Task.Yield();
            return 5;
        }, TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Equal(5, result.Value);
        Assert.Equal(6, await breaker.ExecuteAsync(_ => Task.FromResult(6), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Others_are_refused_while_an_asynchronous_probe_runs(bool byRatio)
    {
        var breaker = CircuitPolicies.Opened(byRatio, _time);
        _time.Advance(CircuitPolicies.Break);
        var end = new TaskCompletionSource();

        var probe = breaker.ExecuteAsync(_ => end.Task, TestContext.Current.CancellationToken).AsTask();
        var other = await breaker.TryExecuteAsync(_ => Task.CompletedTask, TestContext.Current.CancellationToken);
        end.SetResult();
        await probe.DefaultTimeout();

        Assert.Equal(CircuitState.HalfOpen, other.Rejection!.Value.State);
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_token_that_is_cancelled_already_starts_nothing(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time);
        var ran = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => breaker.ExecuteAsync(_ =>
        {
            ran = true;
            return Task.CompletedTask;
        }, new CancellationToken(canceled: true)).DefaultTimeout());

        Assert.False(ran);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Cancelled_calls_are_no_failures(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time);

        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                breaker.ExecuteAsync(_ => Task.FromException(new OperationCanceledException()), TestContext.Current.CancellationToken).DefaultTimeout());
        }

        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Fact]
    public async Task A_cancelled_probe_leaves_its_place_to_the_next_call()
    {
        var breaker = CircuitPolicies.Opened(byRatio: false, _time);
        _time.Advance(CircuitPolicies.Break);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            breaker.ExecuteAsync(_ => Task.FromException(new OperationCanceledException()), TestContext.Current.CancellationToken).DefaultTimeout());

        Assert.Equal(CircuitState.HalfOpen, breaker.State);
        breaker.Fail();
        Assert.Equal(CircuitState.Open, breaker.State);
    }

    [Fact]
    public async Task A_cancelled_probe_of_the_ratio_opens_the_circuit_for_another_break()
    {
        var breaker = CircuitPolicies.Opened(byRatio: true, _time);
        _time.Advance(CircuitPolicies.Break);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            breaker.ExecuteAsync(_ => Task.FromException(new OperationCanceledException()), TestContext.Current.CancellationToken).DefaultTimeout());

        Assert.Equal(CircuitState.Open, breaker.State);
        _time.Advance(CircuitPolicies.Break);
        breaker.Execute(static () => { });
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Fact]
    public async Task A_call_that_began_before_a_change_does_not_count_after_it()
    {
        var breaker = CircuitPolicies.Make(byRatio: false, _time);
        var slow = new TaskCompletionSource();
        var late = breaker.ExecuteAsync(_ => slow.Task, TestContext.Current.CancellationToken).AsTask();
        breaker.Fail();
        breaker.Fail();

        slow.SetResult();
        await late.DefaultTimeout();

        Assert.Equal(CircuitState.Open, breaker.State);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task The_exception_of_an_inner_circuit_is_a_failure_and_no_refusal(bool byRatio)
    {
        var breaker = CircuitPolicies.Make(byRatio, _time);

        await Assert.ThrowsAsync<Polly.CircuitBreaker.BrokenCircuitException>(() =>
            breaker.TryExecuteAsync(_ => Task.FromException(new Polly.CircuitBreaker.BrokenCircuitException()), TestContext.Current.CancellationToken).DefaultTimeout());
        Assert.Throws<Polly.CircuitBreaker.BrokenCircuitException>(() =>
            breaker.TryExecute(static () => throw new Polly.CircuitBreaker.BrokenCircuitException()));

        Assert.Equal(CircuitState.Open, breaker.State);
    }

    private static async Task FailLaterAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        throw new FormatException("later");
    }
}
