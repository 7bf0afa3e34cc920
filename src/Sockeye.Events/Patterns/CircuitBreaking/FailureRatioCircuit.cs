using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.CircuitBreaker;

namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>Opens when too large a share of the calls in a sliding window fails: Polly's circuit breaker strategy, with our endings and events.</summary>
internal sealed class FailureRatioCircuit
{
    private readonly string _name;
    private readonly CircuitChanges _changes;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly CircuitBreakerManualControl _control = new();
    private readonly ResiliencePipeline<object?> _pipeline;

    // The state the last change led to: Polly tells of a change, but not from where. Touched by Polly's callbacks alone, which run one at a time.
    private CircuitState _lastState;

    public FailureRatioCircuit(CircuitBreakerOptions options, FailureRatioOptions ratio, Func<Exception, bool> isFailure, CircuitChanges changes)
    {
        _name = options.Name;
        _changes = changes;
        _pipeline = new ResiliencePipelineBuilder<object?> { TimeProvider = options.TimeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<object?>
            {
                FailureRatio = ratio.Ratio,
                SamplingDuration = ratio.SamplingDuration,
                MinimumThroughput = ratio.MinimumThroughput,
                BreakDuration = options.BreakDuration,
                StateProvider = _state,
                ManualControl = _control,

                // A probe that was cancelled tells nothing, and to Polly everything but a failure is a success, which would close the circuit.
                ShouldHandle = arguments => new(arguments.Outcome.Exception is { } exception && (isFailure(exception) || State == CircuitState.HalfOpen)),
                OnOpened = arguments => Changed(
                    arguments.IsManual ? CircuitState.Isolated : CircuitState.Open,
                    arguments.IsManual ? null : arguments.BreakDuration,
                    arguments.IsManual ? null : arguments.Outcome.Exception),
                OnHalfOpened = _ => Changed(CircuitState.HalfOpen),
                OnClosed = _ => Changed(CircuitState.Closed),
            })
            .Build();
    }

    public CircuitState State => _state.CircuitState switch
    {
        Polly.CircuitBreaker.CircuitState.Open => CircuitState.Open,
        Polly.CircuitBreaker.CircuitState.HalfOpen => CircuitState.HalfOpen,
        Polly.CircuitBreaker.CircuitState.Isolated => CircuitState.Isolated,
        _ => CircuitState.Closed,
    };

    /// <summary>Runs a call, unless it is refused.</summary>
    /// <exception cref="Exception">What the operation threw.</exception>
    public bool TryRun<TState, TResult>(
        Func<TState, TResult> operation, TState state, [MaybeNullWhen(false)] out TResult result, out CircuitRejection rejection)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, CancellationToken.None);
        var holder = ResultHolder<TResult>.RentForValues();
        var run = _pipeline.ExecuteOutcomeAsync(RatioCall<TState, TResult>.Run, context, new RatioCall<TState, TResult>(operation, state, holder, _changes));

        // Incomplete only where the state changed: Polly then tells Changed on another thread, which does not wait for anybody.
        var outcome = run.IsCompletedSuccessfully ? run.Result : run.AsTask().GetAwaiter().GetResult();
        if (outcome.Exception is { } exception)
        {
            result = default;
            rejection = Refusal(exception, context);
            return false;
        }

        result = ResultHolder<TResult>.Result(holder, outcome.Result);
        rejection = default;
        Ended(context);
        return true;
    }

    /// <summary>Runs a call, unless it is refused.</summary>
    /// <exception cref="Exception">What the operation threw.</exception>
    public ValueTask<CircuitResult<TResult>> TryRunAsync<TState, TResult>(
        Func<TState, CancellationToken, ValueTask<TResult>> operation, TState state, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        var holder = ResultHolder<TResult>.RentForValues();
        var run = _pipeline.ExecuteOutcomeAsync(
            RatioCallAsync<TState, TResult>.Run, context, new RatioCallAsync<TState, TResult>(operation, state, holder, _changes));
        if (!run.IsCompletedSuccessfully)
        {
            return EndAsync(run, holder, context);
        }

        var outcome = run.Result;
        if (outcome.Exception is not null)
        {
            return EndAsync(new ValueTask<Outcome<object?>>(outcome), holder, context);
        }

        Ended(context);
        return new(new CircuitResult<TResult>(ResultHolder<TResult>.Result(holder, outcome.Result)));
    }

    public void Isolate() => Order(_control.IsolateAsync());

    public void Close() => Order(_control.CloseAsync());

    private async ValueTask<CircuitResult<TResult>> EndAsync<TResult>(
        ValueTask<Outcome<object?>> run, ResultHolder<TResult>? holder, ResilienceContext context)
    {
        var outcome = await run.ConfigureAwait(false);
        if (outcome.Exception is { } exception)
        {
            return new(Refusal(exception, context));
        }

        Ended(context);
        return new(ResultHolder<TResult>.Result(holder, outcome.Result));
    }

    private void Order(Task changed)
    {
        changed.GetAwaiter().GetResult(); // as in TryRun: it waits for Changed alone
        _changes.Deliver();
    }

    private void Ended(ResilienceContext context)
    {
        ResilienceContextPool.Shared.Return(context);
        _changes.Deliver();
    }

    /// <summary>Gives why the circuit refused a call, or throws what the operation failed with.</summary>
    private CircuitRejection Refusal(Exception exception, ResilienceContext context)
    {
        var isRefusal = RatioOutcome.IsRefusal(exception, context);
        Ended(context);
        if (!isRefusal)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        }

        // The state may have moved on since; that it refused is certain.
        var state = exception is IsolatedCircuitException ? CircuitState.Isolated : State;
        return new CircuitRejection(_name, state == CircuitState.Closed ? CircuitState.Open : state, ((BrokenCircuitException)exception).RetryAfter);
    }

    private ValueTask Changed(CircuitState to, TimeSpan? breakDuration = null, Exception? cause = null)
    {
        _changes.Add(new CircuitChange(_name, _lastState, to, breakDuration, cause));
        _lastState = to;
        return default;
    }
}
