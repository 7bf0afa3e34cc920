namespace Sockeye;

/// <summary>Waits for several events in one call.</summary>
public static class EventAggregatorExtensions
{
    /// <summary>Waits until several events have all been emitted, in whatever order. It listens from the call on and leaves no listener behind, however it ends.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="eventNames">The events.</param>
    /// <param name="options">How it waits: without a limit of time by default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The events with their data.</returns>
    /// <exception cref="ArgumentException">There is no event, one is named twice, or the options are wrong: <see cref="EventAggregatorOptions.Repeat"/> must be off.</exception>
    /// <exception cref="EventsMissingException">The time is up; the exception names what is missing.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The emitter has been disposed.</exception>
    public static async Task<AggregatedEvents> OnceAllAsync(
        this EventEmitter emitter, IEnumerable<string> eventNames, EventAggregatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options is { Repeat: true })
        {
            throw new ArgumentException($"{nameof(options.Repeat)} must be off where one set is waited for.", nameof(options));
        }

        using var aggregator = new EventAggregator(emitter, eventNames, options ?? new EventAggregatorOptions(), cancellationToken);
        return await aggregator.WaitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc cref="OnceAllAsync(EventEmitter, IEnumerable{string}, EventAggregatorOptions?, CancellationToken)" />
    /// <param name="emitter">The emitter.</param>
    /// <param name="first">The first event.</param>
    /// <param name="second">The second event.</param>
    /// <param name="options">How it waits: without a limit of time by default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What each event was emitted with.</returns>
    public static async Task<(T1 First, T2 Second)> OnceAllAsync<T1, T2>(
        this EventEmitter emitter, EventKey<T1> first, EventKey<T2> second,
        EventAggregatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var events = await emitter.OnceAllAsync([first.Name, second.Name], options, cancellationToken).ConfigureAwait(false);
        return (events.Get(first), events.Get(second));
    }

    /// <inheritdoc cref="OnceAllAsync{T1, T2}(EventEmitter, EventKey{T1}, EventKey{T2}, EventAggregatorOptions?, CancellationToken)" />
    /// <param name="emitter">The emitter.</param>
    /// <param name="first">The first event.</param>
    /// <param name="second">The second event.</param>
    /// <param name="third">The third event.</param>
    /// <param name="options">How it waits: without a limit of time by default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<(T1 First, T2 Second, T3 Third)> OnceAllAsync<T1, T2, T3>(
        this EventEmitter emitter, EventKey<T1> first, EventKey<T2> second, EventKey<T3> third,
        EventAggregatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        var events = await emitter.OnceAllAsync([first.Name, second.Name, third.Name], options, cancellationToken).ConfigureAwait(false);
        return (events.Get(first), events.Get(second), events.Get(third));
    }
}
