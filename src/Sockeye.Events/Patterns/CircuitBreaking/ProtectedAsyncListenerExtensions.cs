namespace Sockeye;

/// <summary>Puts asynchronous listeners behind a <see cref="CircuitBreaker"/>: <c>emitter.On("order", breaker.Protect((Order order) => ChargeAsync(order)))</c>.</summary>
public static class ProtectedAsyncListenerExtensions
{
    /// <summary>Makes a listener that calls an asynchronous one through the circuit.</summary>
    /// <param name="breaker">The circuit. Several listeners may share one.</param>
    /// <param name="listener">What is called. Its task's end is the call's.</param>
    /// <param name="onRejected">
    /// What runs in its place while calls are refused. Without it the task fails with a <see cref="CircuitOpenException"/>, as any failing listener's does, so that no event is lost unnoticed.
    /// </param>
    /// <returns>The listener to add. Keep it where it is to be taken back with <c>Off</c>.</returns>
    public static Func<Task> Protect(this CircuitBreaker breaker, Func<Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return () => breaker.RunListenerAsync(static (call, _) => call(), listener, onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Func{Task}, Action{CircuitRejection}?)" />
    public static Func<T1, Task> Protect<T1>(this CircuitBreaker breaker, Func<T1, Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return first => breaker.RunListenerAsync(static (call, _) => call.listener(call.first), (listener, first), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Func{Task}, Action{CircuitRejection}?)" />
    public static Func<T1, T2, Task> Protect<T1, T2>(this CircuitBreaker breaker, Func<T1, T2, Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second) => breaker.RunListenerAsync(static (call, _) => call.listener(call.first, call.second), (listener, first, second), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Func{Task}, Action{CircuitRejection}?)" />
    public static Func<T1, T2, T3, Task> Protect<T1, T2, T3>(this CircuitBreaker breaker, Func<T1, T2, T3, Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third) => breaker.RunListenerAsync(static (call, _) => call.listener(call.first, call.second, call.third), (listener, first, second, third), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Func{Task}, Action{CircuitRejection}?)" />
    public static Func<T1, T2, T3, T4, Task> Protect<T1, T2, T3, T4>(this CircuitBreaker breaker, Func<T1, T2, T3, T4, Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth) => breaker.RunListenerAsync(static (call, _) => call.listener(call.first, call.second, call.third, call.fourth), (listener, first, second, third, fourth), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Func{Task}, Action{CircuitRejection}?)" />
    public static Func<T1, T2, T3, T4, T5, Task> Protect<T1, T2, T3, T4, T5>(this CircuitBreaker breaker, Func<T1, T2, T3, T4, T5, Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth, fifth) => breaker.RunListenerAsync(static (call, _) => call.listener(call.first, call.second, call.third, call.fourth, call.fifth), (listener, first, second, third, fourth, fifth), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Func{Task}, Action{CircuitRejection}?)" />
    public static Func<T1, T2, T3, T4, T5, T6, Task> Protect<T1, T2, T3, T4, T5, T6>(this CircuitBreaker breaker, Func<T1, T2, T3, T4, T5, T6, Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth, fifth, sixth) => breaker.RunListenerAsync(static (call, _) => call.listener(call.first, call.second, call.third, call.fourth, call.fifth, call.sixth), (listener, first, second, third, fourth, fifth, sixth), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Func{Task}, Action{CircuitRejection}?)" />
    public static Func<T1, T2, T3, T4, T5, T6, T7, Task> Protect<T1, T2, T3, T4, T5, T6, T7>(this CircuitBreaker breaker, Func<T1, T2, T3, T4, T5, T6, T7, Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth, fifth, sixth, seventh) => breaker.RunListenerAsync(static (call, _) => call.listener(call.first, call.second, call.third, call.fourth, call.fifth, call.sixth, call.seventh), (listener, first, second, third, fourth, fifth, sixth, seventh), onRejected);
    }

    /// <inheritdoc cref="Protect(CircuitBreaker, Func{Task}, Action{CircuitRejection}?)" />
    public static Func<T1, T2, T3, T4, T5, T6, T7, T8, Task> Protect<T1, T2, T3, T4, T5, T6, T7, T8>(this CircuitBreaker breaker, Func<T1, T2, T3, T4, T5, T6, T7, T8, Task> listener, Action<CircuitRejection>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(listener);
        return (first, second, third, fourth, fifth, sixth, seventh, eighth) => breaker.RunListenerAsync(static (call, _) => call.listener(call.first, call.second, call.third, call.fourth, call.fifth, call.sixth, call.seventh, call.eighth), (listener, first, second, third, fourth, fifth, sixth, seventh, eighth), onRejected);
    }
}
