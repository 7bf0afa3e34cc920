using Sockeye.Events;

namespace Sockeye;

/// <content>Waiting for one event.</content>
public partial class EventEmitter
{
    /// <summary>Waits for the next time an event is emitted and gives its arguments.</summary>
    /// <remarks>
    /// It listens from the call on. Where <see cref="Error"/> is emitted first, the task fails with that exception, which thereby counts as heard.
    /// Where the listener is taken back by <see cref="RemoveAll(string)"/>, the task waits until it is cancelled.
    /// </remarks>
    /// <param name="eventName">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The emitter has been disposed, before the call or while it waited.</exception>
    public Task OnceAsync(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<ValueTuple>();
        return waiter.ListenAsync(this, eventName, new ActionListener(() => waiter.Set(default)), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    public Task<T> OnceAsync<T>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<T>();
        return waiter.ListenAsync(this, eventName, new ActionListener<T>(first => waiter.Set(first)), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    public Task<(T1, T2)> OnceAsync<T1, T2>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<(T1, T2)>();
        return waiter.ListenAsync(this, eventName, new ActionListener<T1, T2>((first, second) => waiter.Set((first, second))), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    public Task<(T1, T2, T3)> OnceAsync<T1, T2, T3>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<(T1, T2, T3)>();
        return waiter.ListenAsync(this, eventName, new ActionListener<T1, T2, T3>((first, second, third) => waiter.Set((first, second, third))), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    public Task<(T1, T2, T3, T4)> OnceAsync<T1, T2, T3, T4>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<(T1, T2, T3, T4)>();
        return waiter.ListenAsync(this, eventName, new ActionListener<T1, T2, T3, T4>((first, second, third, fourth) => waiter.Set((first, second, third, fourth))), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    public Task<(T1, T2, T3, T4, T5)> OnceAsync<T1, T2, T3, T4, T5>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<(T1, T2, T3, T4, T5)>();
        return waiter.ListenAsync(this, eventName, new ActionListener<T1, T2, T3, T4, T5>((first, second, third, fourth, fifth) => waiter.Set((first, second, third, fourth, fifth))), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    public Task<(T1, T2, T3, T4, T5, T6)> OnceAsync<T1, T2, T3, T4, T5, T6>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<(T1, T2, T3, T4, T5, T6)>();
        return waiter.ListenAsync(this, eventName, new ActionListener<T1, T2, T3, T4, T5, T6>((first, second, third, fourth, fifth, sixth) => waiter.Set((first, second, third, fourth, fifth, sixth))), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    public Task<(T1, T2, T3, T4, T5, T6, T7)> OnceAsync<T1, T2, T3, T4, T5, T6, T7>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<(T1, T2, T3, T4, T5, T6, T7)>();
        return waiter.ListenAsync(this, eventName, new ActionListener<T1, T2, T3, T4, T5, T6, T7>((first, second, third, fourth, fifth, sixth, seventh) => waiter.Set((first, second, third, fourth, fifth, sixth, seventh))), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    public Task<(T1, T2, T3, T4, T5, T6, T7, T8)> OnceAsync<T1, T2, T3, T4, T5, T6, T7, T8>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiter = new EventWaiter<(T1, T2, T3, T4, T5, T6, T7, T8)>();
        return waiter.ListenAsync(this, eventName, new ActionListener<T1, T2, T3, T4, T5, T6, T7, T8>((first, second, third, fourth, fifth, sixth, seventh, eighth) => waiter.Set((first, second, third, fourth, fifth, sixth, seventh, eighth))), cancellationToken);
    }

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task OnceAsync(EventKey key, CancellationToken cancellationToken = default) => OnceAsync(NameOf(key), cancellationToken);

    /// <inheritdoc cref="OnceAsync(string, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<T> OnceAsync<T>(EventKey<T> key, CancellationToken cancellationToken = default) => OnceAsync<T>(NameOf(key), cancellationToken);
}
