using Sockeye.Events.Patterns.Buffering;

namespace Sockeye;

/// <summary>
/// Collects events and hands them on in batches: after a quiet time, at a size, or when the first has waited long enough, and at
/// disposal, whichever comes first.
/// </summary>
/// <typeparam name="T">The type of an event.</typeparam>
/// <remarks>
/// <para>
/// The flush handler runs on the thread pool, never inside <see cref="Add"/> or an emit. One flush runs at a time, batches and the events in
/// them keep the order in which they were added, and what is added meanwhile waits for the next.
/// </para>
/// <para>
/// A flush that fails loses nothing: the same batch, with the same events, stays the first and is tried again after
/// <see cref="EventBatchOptions{T}.RetryDelay"/>, or when a flush is asked for; what comes meanwhile queues up behind it, up to
/// <see cref="EventBatchOptions{T}.Capacity"/>. <see cref="EventBatchOptions{T}.OnFailed"/> hears of each failure. Disposal tries what is left
/// once more. What fails then goes to that callback or, where there is none, out of <see cref="DisposeAsync"/> as an
/// <see cref="UnflushedEventsException"/> that holds the events.
/// </para>
/// <para>Safe for use by several threads.</para>
/// </remarks>
public sealed class EventBuffer<T> : IAsyncDisposable
{
    private readonly BatchPump<T> _pump;
    private readonly Lock _gate = new();
    private readonly HashSet<Collection> _collections = [];
    private Task? _disposal;

    /// <summary>Makes a buffer.</summary>
    /// <param name="flush">What takes a batch. The list is its own to keep.</param>
    /// <param name="options">When it flushes, and how much it holds; the defaults where there are none.</param>
    /// <exception cref="ArgumentException">A value of the options is out of bounds; the message names each.</exception>
    public EventBuffer(Action<IReadOnlyList<T>> flush, EventBatchOptions<T>? options = null)
    {
        ArgumentNullException.ThrowIfNull(flush);
        _pump = new BatchPump<T>(
            (events, _) =>
            {
                flush(events);
                return Task.CompletedTask;
            },
            Checked(options));
    }

    /// <inheritdoc cref="EventBuffer{T}(Action{IReadOnlyList{T}}, EventBatchOptions{T}?)" />
    public EventBuffer(Func<IReadOnlyList<T>, Task> flush, EventBatchOptions<T>? options = null)
    {
        ArgumentNullException.ThrowIfNull(flush);
        _pump = new BatchPump<T>((events, _) => flush(events), Checked(options));
    }

    /// <summary>Makes a buffer.</summary>
    /// <param name="flush">
    /// What takes a batch. The list is its own to keep; the token is cancelled when disposal has waited <see cref="EventBatchOptions{T}.DisposeTimeout"/>.
    /// </param>
    /// <param name="options">When it flushes, and how much it holds; the defaults where there are none.</param>
    /// <exception cref="ArgumentException">A value of the options is out of bounds; the message names each.</exception>
    public EventBuffer(Func<IReadOnlyList<T>, CancellationToken, Task> flush, EventBatchOptions<T>? options = null)
    {
        ArgumentNullException.ThrowIfNull(flush);
        _pump = new BatchPump<T>(flush, Checked(options));
    }

    /// <summary>Gets how many events the buffer holds, those that are being flushed included.</summary>
    public int Count => _pump.Count;

    /// <summary>Gets how many events were lost because the buffer was full: none where <see cref="EventBatchOptions{T}.Overflow"/> is to fail.</summary>
    public long Dropped => _pump.Dropped;

    /// <summary>Adds an event.</summary>
    /// <param name="item">The event.</param>
    /// <exception cref="EventBufferFullException">The buffer is full and its policy is to fail. The event has not been added.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed. The event has not been added.</exception>
    public void Add(T item)
    {
        switch (_pump.Add(item))
        {
            case Addition.Full:
                throw new EventBufferFullException(_pump.Capacity, _pump.LastFailure);
            case Addition.Closed:
                throw new ObjectDisposedException(nameof(EventBuffer<>));
            default:
                return;
        }
    }

    /// <summary>Adds an event, unless the buffer is full and its policy is to fail, or it is disposed.</summary>
    /// <param name="item">The event.</param>
    /// <returns>Whether the buffer took it. An event that another policy lost counts as taken.</returns>
    public bool TryAdd(T item) => _pump.Add(item) == Addition.Taken;

    /// <summary>Collects an event of an emitter from now on: its first argument is added whenever it is emitted.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="eventName">The event.</param>
    /// <returns>What ends that when disposed; disposing the buffer does, too.</returns>
    /// <remarks>A full buffer throws out of the emit, as <see cref="Add"/> does. An emit that is under way when the buffer is disposed adds nothing.</remarks>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public IDisposable Collect(EventEmitter emitter, string eventName)
    {
        ArgumentNullException.ThrowIfNull(emitter);
        var collection = new Collection(this, emitter.On<T>(eventName, Collected));
        lock (_gate)
        {
            if (_disposal is null)
            {
                _collections.Add(collection);
                return collection;
            }
        }

        collection.Dispose();
        throw new ObjectDisposedException(nameof(EventBuffer<>));
    }

    /// <inheritdoc cref="Collect(EventEmitter, string)" />
    /// <param name="emitter">The emitter.</param>
    /// <param name="key">The event.</param>
    public IDisposable Collect(EventEmitter emitter, EventKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Collect(emitter, key.Name);
    }

    /// <summary>Flushes what the buffer holds at this moment, without waiting for anything.</summary>
    /// <param name="cancellationToken">Ends the wait, not the flush.</param>
    /// <returns>A task that ends when all of it is flushed. It fails with what a flush fails with meanwhile: the events are kept then, and tried again.</returns>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    /// <exception cref="InvalidOperationException">It was called by the flush handler, which would wait for itself.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _pump.FlushAsync(cancellationToken);

    /// <summary>
    /// Takes no more events, flushes all it holds and waits for that. Disposing again waits for the same.
    /// </summary>
    /// <exception cref="UnflushedEventsException">Events could not be flushed and there is no <see cref="EventBatchOptions{T}.OnFailed"/> to take them.</exception>
    /// <exception cref="InvalidOperationException">It was called by the flush handler, which would wait for itself.</exception>
    public async ValueTask DisposeAsync()
    {
        _pump.ThrowIfInsideFlush();
        Task disposal;
        Collection[] collections;
        lock (_gate)
        {
            disposal = _disposal ??= _pump.CloseAsync();
            collections = [.. _collections];
            _collections.Clear();
        }

        foreach (var collection in collections)
        {
            collection.Dispose();
        }

        await disposal.ConfigureAwait(false);
    }

    private static EventBatchOptions<T> Checked(EventBatchOptions<T>? options)
    {
        options ??= new EventBatchOptions<T>();
        EventBatchOptionsValidation.ThrowIfInvalid(options);
        return options;
    }

    private void Collected(T item)
    {
        // Closed is no failure here: the listener is being taken back, and this emit began before.
        if (_pump.Add(item) == Addition.Full)
        {
            throw new EventBufferFullException(_pump.Capacity, _pump.LastFailure);
        }
    }

    private sealed class Collection(EventBuffer<T> buffer, IDisposable registration) : IDisposable
    {
        public void Dispose()
        {
            lock (buffer._gate)
            {
                buffer._collections.Remove(this);
            }

            registration.Dispose();
        }
    }
}
