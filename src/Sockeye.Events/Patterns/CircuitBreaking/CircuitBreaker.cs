using Sockeye.Events.Patterns;
using Sockeye.Events.Patterns.CircuitBreaking;

namespace Sockeye;

/// <summary>
/// Stops calling what keeps failing. Closed, it runs calls and watches them fail; open, it refuses them for a while; then it lets one
/// probe through, half open, whose end closes it or opens it again.
/// </summary>
/// <remarks>
/// <para>
/// It opens after <see cref="CircuitBreakerOptions.FailureThreshold"/> failures in a row, or by <see cref="CircuitBreakerOptions.FailureRatio"/>.
/// A refused call is a <see cref="CircuitOpenException"/>, or a value in the forms that begin with <c>Try</c>. What the operation throws always
/// reaches the caller. A call that began before a change of state and ends after it does not count, except under the ratio, which takes the first call
/// that ends in the half-open state for the verdict.
/// </para>
/// <para>
/// The break is over when a call finds it over: there is no timer, and the circuit is open, not half open, until that call. A probe that
/// never ends keeps the circuit half open until <see cref="Close"/>, so give operations a time limit of their own.
/// </para>
/// <para>Safe for use by several threads. Nothing is locked while an operation or a listener runs. A call that succeeds while the circuit is closed allocates nothing.</para>
/// </remarks>
public sealed class CircuitBreaker
{
    /// <summary>The event of a circuit that opened, after failures or by hand: <c>circuitOpen</c>.</summary>
    public static readonly EventKey<CircuitChange> CircuitOpen = new("circuitOpen");

    /// <summary>The event of a circuit whose break is over: <c>circuitHalfOpen</c>. The probe runs when the listeners have.</summary>
    public static readonly EventKey<CircuitChange> CircuitHalfOpen = new("circuitHalfOpen");

    /// <summary>The event of a circuit that closed, after a probe or by hand: <c>circuitClosed</c>.</summary>
    public static readonly EventKey<CircuitChange> CircuitClosed = new("circuitClosed");

    private readonly Circuit _circuit;

    /// <summary>Makes a circuit breaker, closed, that opens after five failures in a row.</summary>
    public CircuitBreaker()
        : this(new CircuitBreakerOptions())
    {
    }

    /// <summary>Makes a circuit breaker, closed.</summary>
    /// <param name="options">When it opens, and for how long.</param>
    /// <exception cref="ArgumentException">A value is out of bounds; the message names each.</exception>
    public CircuitBreaker(CircuitBreakerOptions options)
    {
        CircuitBreakerOptionsValidation.ThrowIfInvalid(options);
        Name = options.Name;
        Events = options.Events ?? new EventEmitter();
        _circuit = new Circuit(options, new CircuitChanges(Tell));
    }

    /// <summary>Gets the name that events and exceptions carry.</summary>
    public string Name { get; }

    /// <summary>Gets the state as it is now. The next call may change it: see the remarks on the end of a break.</summary>
    public CircuitState State => _circuit.State;

    /// <summary>
    /// Gets the emitter of <see cref="CircuitOpen"/>, <see cref="CircuitHalfOpen"/> and <see cref="CircuitClosed"/>. They come in the order of
    /// the changes, one at a time, on a thread whose call caused one; a failing listener goes to the emitter's <c>error</c> and never to that call.
    /// </summary>
    public EventEmitter Events { get; }

    /// <summary>Opens the circuit by hand: calls are refused until <see cref="Close"/>. Calls under way go on.</summary>
    public void Isolate() => _circuit.Isolate();

    /// <summary>Closes the circuit by hand, whatever its state, and forgets the failures.</summary>
    public void Close() => _circuit.Close();

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="CircuitOpenException">The call was refused.</exception>
    public void Execute(Action operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Execute(static run => run(), operation);
    }

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="state">What it is given, so that it needs no closure.</param>
    /// <typeparam name="TState">The type of <paramref name="state"/>.</typeparam>
    /// <exception cref="CircuitOpenException">The call was refused.</exception>
    public void Execute<TState>(Action<TState> operation, TState state)
    {
        if (TryExecute(operation, state).Rejection is { } rejection)
        {
            Refuse(rejection);
        }
    }

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <returns>What the operation returned.</returns>
    /// <exception cref="CircuitOpenException">The call was refused.</exception>
    public TResult Execute<TResult>(Func<TResult> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Execute(static run => run(), operation);
    }

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="state">What it is given, so that it needs no closure.</param>
    /// <typeparam name="TState">The type of <paramref name="state"/>.</typeparam>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <returns>What the operation returned.</returns>
    /// <exception cref="CircuitOpenException">The call was refused.</exception>
    public TResult Execute<TState, TResult>(Func<TState, TResult> operation, TState state)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return _circuit.TryRun(operation, state, out var result, out var rejection) ? result : throw new CircuitOpenException(rejection);
    }

    /// <summary>Runs an operation, or says why not.</summary>
    /// <param name="operation">The operation. What it throws reaches the caller.</param>
    /// <returns>Whether it ran.</returns>
    public CircuitResult TryExecute(Action operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return TryExecute(static run => run(), operation);
    }

    /// <summary>Runs an operation, or says why not.</summary>
    /// <param name="operation">The operation. What it throws reaches the caller.</param>
    /// <param name="state">What it is given, so that it needs no closure.</param>
    /// <typeparam name="TState">The type of <paramref name="state"/>.</typeparam>
    /// <returns>Whether it ran.</returns>
    public CircuitResult TryExecute<TState>(Action<TState> operation, TState state)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return _circuit.TryRun(VoidCall<TState>.Run, new VoidCall<TState>(operation, state), out _, out var rejection) ? default : new(rejection);
    }

    /// <summary>Runs an operation, or says why not.</summary>
    /// <param name="operation">The operation. What it throws reaches the caller.</param>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <returns>What the operation returned, or why it did not run.</returns>
    public CircuitResult<TResult> TryExecute<TResult>(Func<TResult> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return TryExecute(static run => run(), operation);
    }

    /// <summary>Runs an operation, or says why not.</summary>
    /// <param name="operation">The operation. What it throws reaches the caller.</param>
    /// <param name="state">What it is given, so that it needs no closure.</param>
    /// <typeparam name="TState">The type of <paramref name="state"/>.</typeparam>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <returns>What the operation returned, or why it did not run.</returns>
    public CircuitResult<TResult> TryExecute<TState, TResult>(Func<TState, TResult> operation, TState state)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return _circuit.TryRun(operation, state, out var result, out var rejection) ? new(result) : new(rejection);
    }

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Handed to the operation, which is not started where it is cancelled already.</param>
    /// <exception cref="CircuitOpenException">The call was refused.</exception>
    public ValueTask ExecuteAsync(Func<CancellationToken, Task> operation, CancellationToken cancellationToken = default)
    {
        var run = TryExecuteAsync(operation, cancellationToken);
        if (!run.IsCompletedSuccessfully)
        {
            return EndAsync(run);
        }

        return run.Result.Rejection is { } refused ? ValueTask.FromException(new CircuitOpenException(refused)) : default;

        static async ValueTask EndAsync(ValueTask<CircuitResult> run)
        {
            if ((await run.ConfigureAwait(false)).Rejection is { } rejection)
            {
                Refuse(rejection);
            }
        }
    }

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Handed to the operation, which is not started where it is cancelled already.</param>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <returns>What the operation returned.</returns>
    /// <exception cref="CircuitOpenException">The call was refused.</exception>
    public ValueTask<TResult> ExecuteAsync<TResult>(
        Func<CancellationToken, Task<TResult>> operation, CancellationToken cancellationToken = default)
    {
        var run = TryExecuteAsync(operation, cancellationToken);
        if (!run.IsCompletedSuccessfully)
        {
            return EndAsync(run);
        }

        var ended = run.Result;
        return ended.Rejection is { } rejection ? ValueTask.FromException<TResult>(new CircuitOpenException(rejection)) : new(ended.Value!);

        static async ValueTask<TResult> EndAsync(ValueTask<CircuitResult<TResult>> run)
        {
            var result = await run.ConfigureAwait(false);
            return result.Rejection is { } rejection ? throw new CircuitOpenException(rejection) : result.Value!;
        }
    }

    /// <summary>Runs an operation, or says why not.</summary>
    /// <param name="operation">The operation. What it throws reaches the caller.</param>
    /// <param name="cancellationToken">Handed to the operation, which is not started where it is cancelled already.</param>
    /// <returns>Whether it ran.</returns>
    public ValueTask<CircuitResult> TryExecuteAsync(Func<CancellationToken, Task> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return TryRunAsync(static (run, token) => run(token), operation, cancellationToken);
    }

    /// <summary>Runs an operation, or says why not.</summary>
    /// <param name="operation">The operation. What it throws reaches the caller.</param>
    /// <param name="cancellationToken">Handed to the operation, which is not started where it is cancelled already.</param>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <returns>What the operation returned, or why it did not run.</returns>
    public ValueTask<CircuitResult<TResult>> TryExecuteAsync<TResult>(
        Func<CancellationToken, Task<TResult>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return _circuit.TryRunAsync(static (run, token) => new ValueTask<TResult>(run(token)), operation, cancellationToken);
    }

    internal void RunListener<TState>(Action<TState> listener, TState state, Action<CircuitRejection>? onRejected)
    {
        if (TryExecute(listener, state).Rejection is { } rejection)
        {
            (onRejected ?? Refuse)(rejection);
        }
    }

    internal Task RunListenerAsync<TState>(Func<TState, CancellationToken, Task> listener, TState state, Action<CircuitRejection>? onRejected)
    {
        var run = TryRunAsync(listener, state, CancellationToken.None);
        if (!run.IsCompletedSuccessfully)
        {
            return EndAsync(run, onRejected ?? Refuse);
        }

        var result = run.Result;
        return result.IsRejected ? EndAsync(new(result), onRejected ?? Refuse) : Task.CompletedTask;

        static async Task EndAsync(ValueTask<CircuitResult> run, Action<CircuitRejection> onRejected)
        {
            if ((await run.ConfigureAwait(false)).Rejection is { } rejection)
            {
                onRejected(rejection);
            }
        }
    }

    private static void Refuse(CircuitRejection rejection) => throw new CircuitOpenException(rejection);

    private ValueTask<CircuitResult> TryRunAsync<TState>(
        Func<TState, CancellationToken, Task> operation, TState state, CancellationToken cancellationToken)
    {
        var run = _circuit.TryRunAsync(VoidCallAsync<TState>.Run, new VoidCallAsync<TState>(operation, state), cancellationToken);
        return run.IsCompletedSuccessfully ? new(WithoutValue(run.Result)) : EndAsync(run);

        static async ValueTask<CircuitResult> EndAsync(ValueTask<CircuitResult<bool>> run) => WithoutValue(await run.ConfigureAwait(false));

        static CircuitResult WithoutValue(CircuitResult<bool> result) => result.Rejection is { } rejection ? new(rejection) : default;
    }

    private void Tell(CircuitChange change)
    {
        var key = change.To switch
        {
            CircuitState.Closed => CircuitClosed,
            CircuitState.HalfOpen => CircuitHalfOpen,
            _ => CircuitOpen,
        };
        try
        {
            Events.SafeEmit(key, change);
        }
        catch (Exception exception)
        {
            // Nobody listens to errors: as for an asynchronous listener, since the call that changed the circuit is not to blame.
            Events.Own(Task.FromException(exception), key.Name);
        }
    }
}
