using Sockeye.Events;

namespace Sockeye;

/// <content>An event as an asynchronous stream.</content>
public partial class EventEmitter
{
    /// <summary>Reads an event's arguments as they are emitted.</summary>
    /// <remarks>
    /// It listens from the call on and keeps what is emitted until it is read; <paramref name="options"/> says how much and what happens beyond. It ends
    /// when the enumeration is left, when <paramref name="cancellationToken"/> is cancelled, when <see cref="Error"/> is emitted (what was
    /// kept is read first, then the exception is thrown), and when the emitter is disposed. It can be enumerated once.
    /// </remarks>
    /// <param name="eventName">The event.</param>
    /// <param name="options">How much is kept; by default 1024 emissions, and one too many ends the stream with an <see cref="EventOverflowException"/>.</param>
    /// <param name="cancellationToken">Ends it, also while nobody enumerates.</param>
    /// <exception cref="ObjectDisposedException">The emitter has been disposed.</exception>
    public IAsyncEnumerable<T> ReadAllAsync<T>(string eventName, EventStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var stream = new EventStream<T>(options);
        stream.Listen(this, eventName, new ActionListener<T>(first => stream.Write(first)), cancellationToken);
        return stream;
    }

    /// <inheritdoc cref="ReadAllAsync{T}(string, EventStreamOptions?, CancellationToken)" />
    public IAsyncEnumerable<(T1, T2)> ReadAllAsync<T1, T2>(string eventName, EventStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var stream = new EventStream<(T1, T2)>(options);
        stream.Listen(this, eventName, new ActionListener<T1, T2>((first, second) => stream.Write((first, second))), cancellationToken);
        return stream;
    }

    /// <inheritdoc cref="ReadAllAsync{T}(string, EventStreamOptions?, CancellationToken)" />
    public IAsyncEnumerable<(T1, T2, T3)> ReadAllAsync<T1, T2, T3>(string eventName, EventStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var stream = new EventStream<(T1, T2, T3)>(options);
        stream.Listen(this, eventName, new ActionListener<T1, T2, T3>((first, second, third) => stream.Write((first, second, third))), cancellationToken);
        return stream;
    }

    /// <inheritdoc cref="ReadAllAsync{T}(string, EventStreamOptions?, CancellationToken)" />
    public IAsyncEnumerable<(T1, T2, T3, T4)> ReadAllAsync<T1, T2, T3, T4>(string eventName, EventStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var stream = new EventStream<(T1, T2, T3, T4)>(options);
        stream.Listen(this, eventName, new ActionListener<T1, T2, T3, T4>((first, second, third, fourth) => stream.Write((first, second, third, fourth))), cancellationToken);
        return stream;
    }

    /// <inheritdoc cref="ReadAllAsync{T}(string, EventStreamOptions?, CancellationToken)" />
    public IAsyncEnumerable<(T1, T2, T3, T4, T5)> ReadAllAsync<T1, T2, T3, T4, T5>(string eventName, EventStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var stream = new EventStream<(T1, T2, T3, T4, T5)>(options);
        stream.Listen(this, eventName, new ActionListener<T1, T2, T3, T4, T5>((first, second, third, fourth, fifth) => stream.Write((first, second, third, fourth, fifth))), cancellationToken);
        return stream;
    }

    /// <inheritdoc cref="ReadAllAsync{T}(string, EventStreamOptions?, CancellationToken)" />
    public IAsyncEnumerable<(T1, T2, T3, T4, T5, T6)> ReadAllAsync<T1, T2, T3, T4, T5, T6>(string eventName, EventStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var stream = new EventStream<(T1, T2, T3, T4, T5, T6)>(options);
        stream.Listen(this, eventName, new ActionListener<T1, T2, T3, T4, T5, T6>((first, second, third, fourth, fifth, sixth) => stream.Write((first, second, third, fourth, fifth, sixth))), cancellationToken);
        return stream;
    }

    /// <inheritdoc cref="ReadAllAsync{T}(string, EventStreamOptions?, CancellationToken)" />
    public IAsyncEnumerable<(T1, T2, T3, T4, T5, T6, T7)> ReadAllAsync<T1, T2, T3, T4, T5, T6, T7>(string eventName, EventStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var stream = new EventStream<(T1, T2, T3, T4, T5, T6, T7)>(options);
        stream.Listen(this, eventName, new ActionListener<T1, T2, T3, T4, T5, T6, T7>((first, second, third, fourth, fifth, sixth, seventh) => stream.Write((first, second, third, fourth, fifth, sixth, seventh))), cancellationToken);
        return stream;
    }

    /// <inheritdoc cref="ReadAllAsync{T}(string, EventStreamOptions?, CancellationToken)" />
    public IAsyncEnumerable<(T1, T2, T3, T4, T5, T6, T7, T8)> ReadAllAsync<T1, T2, T3, T4, T5, T6, T7, T8>(string eventName, EventStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var stream = new EventStream<(T1, T2, T3, T4, T5, T6, T7, T8)>(options);
        stream.Listen(this, eventName, new ActionListener<T1, T2, T3, T4, T5, T6, T7, T8>((first, second, third, fourth, fifth, sixth, seventh, eighth) => stream.Write((first, second, third, fourth, fifth, sixth, seventh, eighth))), cancellationToken);
        return stream;
    }

    /// <inheritdoc cref="ReadAllAsync{T}(string, EventStreamOptions?, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="options">How much is kept.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<T> ReadAllAsync<T>(EventKey<T> key, EventStreamOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAllAsync<T>(NameOf(key), options, cancellationToken);
}
