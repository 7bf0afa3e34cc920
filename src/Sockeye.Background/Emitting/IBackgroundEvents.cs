using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Sockeye;

/// <summary>Emits events whose listeners run in the background, in this process or another one. Thread-safe.</summary>
public interface IBackgroundEvents
{
    /// <summary>Emits an event: returns as soon as it is durable, without waiting for any listener.</summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="eventName">The event; 1 to 200 characters.</param>
    /// <param name="payload">The payload, which is written as JSON.</param>
    /// <param name="options">How it is emitted.</param>
    /// <param name="cancellationToken">Ends the wait. The event may have been stored nevertheless.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="EventPayloadException">The payload cannot be written as JSON, or is too large.</exception>
    /// <exception cref="UnknownEventException">No listener is known for the event, and the options do not say what to do then.</exception>
    /// <exception cref="JobStoreException">The store could not do it; nothing was stored, as far as is known.</exception>
    [OverloadResolutionPriority(1)] // for new() { UniqueKey = … }, which could also be a transaction
    ValueTask<EmitResult> EmitAsync<T>(string eventName, T payload, BackgroundEmitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Emits an event within a transaction of the application's own database: it is emitted when that commits, and not at all when it does not. Where the
    /// PostgreSQL store lies in that very database, it is added to the store there and then; otherwise it is written to the outbox, from which it is moved to the store.
    /// </summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="eventName">The event; 1 to 200 characters.</param>
    /// <param name="payload">The payload, which is written as JSON.</param>
    /// <param name="transaction">The transaction. Of Entity Framework Core: <c>database.CurrentTransaction.GetDbTransaction()</c>.</param>
    /// <param name="options">How it is emitted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="EventPayloadException">The payload cannot be written as JSON, or is too large.</exception>
    /// <exception cref="UnknownEventException">It is added at once, no listener is known for the event, and the options do not say what to do then.</exception>
    /// <exception cref="InvalidOperationException">The application has no outbox.</exception>
    ValueTask<EmitResult> EmitAsync<T>(
        string eventName, T payload, DbTransaction transaction, BackgroundEmitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Emits many events in one step of the store, each as a whole or not at all.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Ends the wait. Events may have been stored nevertheless.</param>
    /// <returns>What became of each, in order.</returns>
    /// <exception cref="EventPayloadException">A payload cannot be written as JSON, or is too large; nothing was stored.</exception>
    /// <exception cref="UnknownEventException">No listener is known for one of them; the others were stored.</exception>
    /// <exception cref="JobStoreException">The store could not do it.</exception>
    ValueTask<IReadOnlyList<EmitResult>> EmitManyAsync(IReadOnlyList<BackgroundEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Emits events as a batch, all or none. When the last of their jobs has ended, an event tells so.</summary>
    /// <param name="events">The events; all of them durable.</param>
    /// <param name="completionEvent">The event that is then emitted, with a <see cref="BatchCompletion"/>; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the wait. The batch may have been stored nevertheless.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentException">The completion event, or the options of an event, cannot be so; nothing was stored.</exception>
    /// <exception cref="EventPayloadException">A payload cannot be written as JSON, or is too large; nothing was stored.</exception>
    /// <exception cref="UnknownEventException">No listener is known for one of them; nothing was stored.</exception>
    /// <exception cref="JobStoreException">The store could not do it.</exception>
    ValueTask<BatchResult> EmitBatchAsync(IReadOnlyList<BackgroundEvent> events, string? completionEvent = null, CancellationToken cancellationToken = default);
}
