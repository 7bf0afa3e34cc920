using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>Runs calls through the policy that the options chose.</summary>
internal sealed class Circuit
{
    private readonly Func<Exception, bool> _isFailure;
    private readonly ConsecutiveFailureCircuit? _consecutive;
    private readonly FailureRatioCircuit? _ratio;

    public Circuit(CircuitBreakerOptions options, CircuitChanges changes)
    {
        _isFailure = options.IsFailure ?? (static exception => exception is not OperationCanceledException);
        if (options.FailureRatio is { } ratio)
        {
            _ratio = new FailureRatioCircuit(options, ratio, _isFailure, changes);
        }
        else
        {
            _consecutive = new ConsecutiveFailureCircuit(options, changes);
        }
    }

    public CircuitState State => _ratio?.State ?? _consecutive!.State;

    public void Isolate()
    {
        _ratio?.Isolate();
        _consecutive?.Isolate();
    }

    public void Close()
    {
        _ratio?.Close();
        _consecutive?.Close();
    }

    public bool TryRun<TState, TResult>(
        Func<TState, TResult> operation, TState state, [MaybeNullWhen(false)] out TResult result, out CircuitRejection rejection)
    {
        if (_consecutive is not { } circuit)
        {
            return _ratio!.TryRun(operation, state, out result, out rejection);
        }

        if (!circuit.TryEnter(out var permit, out rejection))
        {
            result = default;
            return false;
        }

        try
        {
            result = operation(state);
        }
        catch (Exception exception)
        {
            Ended(circuit, permit, exception);
            throw;
        }

        circuit.Succeeded(permit);
        return true;
    }

    public ValueTask<CircuitResult<TResult>> TryRunAsync<TState, TResult>(
        Func<TState, CancellationToken, ValueTask<TResult>> operation, TState state, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CircuitResult<TResult>>(cancellationToken);
        }

        return _consecutive is { } circuit
            ? TryRunAsync(circuit, operation, state, cancellationToken)
            : _ratio!.TryRunAsync(operation, state, cancellationToken);
    }

    private ValueTask<CircuitResult<TResult>> TryRunAsync<TState, TResult>(
        ConsecutiveFailureCircuit circuit, Func<TState, CancellationToken, ValueTask<TResult>> operation, TState state, CancellationToken cancellationToken)
    {
        if (!circuit.TryEnter(out var permit, out var rejection))
        {
            return new(new CircuitResult<TResult>(rejection));
        }

        ValueTask<TResult> run;
        try
        {
            run = operation(state, cancellationToken);
        }
        catch (Exception exception)
        {
            run = ValueTask.FromException<TResult>(exception);
        }

        if (!run.IsCompletedSuccessfully)
        {
            return EndAsync(circuit, permit, run);
        }

        circuit.Succeeded(permit);
        return new(new CircuitResult<TResult>(run.Result));
    }

    private async ValueTask<CircuitResult<TResult>> EndAsync<TResult>(ConsecutiveFailureCircuit circuit, long permit, ValueTask<TResult> run)
    {
        TResult result;
        try
        {
            result = await run.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Ended(circuit, permit, exception);
            throw;
        }

        circuit.Succeeded(permit);
        return new(result);
    }

    private void Ended(ConsecutiveFailureCircuit circuit, long permit, Exception exception)
    {
        var counts = true; // also where IsFailure throws: a probe whose end is not told would be waited for for ever
        try
        {
            counts = _isFailure(exception);
        }
        finally
        {
            if (counts)
            {
                circuit.Failed(permit, exception);
            }
            else
            {
                circuit.Abandoned(permit);
            }
        }
    }
}
