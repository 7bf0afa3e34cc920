namespace Sockeye;

/// <summary>Puts synchronous listeners behind a <see cref="CircuitBreaker"/>: <c>emitter.On("order", breaker.Protect((Order order) => Charge(order)))</c>.</summary>
public static class ProtectedListenerExtensions
{
    /// <summary>Makes a listener that calls another one through the circuit.</summary>
    /// <param name="breaker">The circuit. Several listeners may share one.</param>
    /// <param name="listener">What is called. What it throws comes out of the emit and counts as the circuit's options say.</param>
    /// <param name="onRejected">
    /// What runs in its place while calls are refused. Without it a <see cref="CircuitOpenException"/> comes out of the emit, as from any failing listener, so that no event is lost unnoticed.
    /// </param>
    /// <returns>The listener to add. Keep it where it is to be taken back with <c>Off</c>.</returns>
    public static Action Protect(this CircuitBreaker breaker, Action listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return () => breaker.RunListener(static call => call(), listener, onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Action, Action{CircuitRejection}?)" />
    public static Action<T1> Protect<T1>(this CircuitBreaker breaker, Action<T1> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return first => breaker.RunListener(static call => call.listener(call.first), (listener, first), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Action, Action{CircuitRejection}?)" />
    public static Action<T1, T2> Protect<T1, T2>(this CircuitBreaker breaker, Action<T1, T2> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second) => breaker.RunListener(static call => call.listener(call.first, call.second), (listener, first, second), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Action, Action{CircuitRejection}?)" />
    public static Action<T1, T2, T3> Protect<T1, T2, T3>(this CircuitBreaker breaker, Action<T1, T2, T3> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third) => breaker.RunListener(static call => call.listener(call.first, call.second, call.third), (listener, first, second, third), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Action, Action{CircuitRejection}?)" />
    public static Action<T1, T2, T3, T4> Protect<T1, T2, T3, T4>(this CircuitBreaker breaker, Action<T1, T2, T3, T4> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth) => breaker.RunListener(static call => call.listener(call.first, call.second, call.third, call.fourth), (listener, first, second, third, fourth), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Action, Action{CircuitRejection}?)" />
    public static Action<T1, T2, T3, T4, T5> Protect<T1, T2, T3, T4, T5>(this CircuitBreaker breaker, Action<T1, T2, T3, T4, T5> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth, fifth) => breaker.RunListener(static call => call.listener(call.first, call.second, call.third, call.fourth, call.fifth), (listener, first, second, third, fourth, fifth), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Action, Action{CircuitRejection}?)" />
    public static Action<T1, T2, T3, T4, T5, T6> Protect<T1, T2, T3, T4, T5, T6>(this CircuitBreaker breaker, Action<T1, T2, T3, T4, T5, T6> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth, fifth, sixth) => breaker.RunListener(static call => call.listener(call.first, call.second, call.third, call.fourth, call.fifth, call.sixth), (listener, first, second, third, fourth, fifth, sixth), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Action, Action{CircuitRejection}?)" />
    public static Action<T1, T2, T3, T4, T5, T6, T7> Protect<T1, T2, T3, T4, T5, T6, T7>(this CircuitBreaker breaker, Action<T1, T2, T3, T4, T5, T6, T7> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth, fifth, sixth, seventh) => breaker.RunListener(static call => call.listener(call.first, call.second, call.third, call.fourth, call.fifth, call.sixth, call.seventh), (listener, first, second, third, fourth, fifth, sixth, seventh), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Action, Action{CircuitRejection}?)" />
    public static Action<T1, T2, T3, T4, T5, T6, T7, T8> Protect<T1, T2, T3, T4, T5, T6, T7, T8>(this CircuitBreaker breaker, Action<T1, T2, T3, T4, T5, T6, T7, T8> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth, fifth, sixth, seventh, eighth) => breaker.RunListener(static call => call.listener(call.first, call.second, call.third, call.fourth, call.fifth, call.sixth, call.seventh, call.eighth), (listener, first, second, third, fourth, fifth, sixth, seventh, eighth), onRejected);
    }
}
