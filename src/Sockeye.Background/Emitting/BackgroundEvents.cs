using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>Emits into the application's store, into its memory, or into an outbox.</summary>
internal sealed class BackgroundEvents(
    EventDrafts drafts, StoreReadiness store, OptionalStore optional, BackgroundOptions options, EmitTelemetry telemetry, ILogger<BackgroundEvents> logger, IEventOutbox? outbox = null)
    : IBackgroundEvents, IAsyncDisposable
{
    private readonly DurableAdds _adds = new(store, options);
    private readonly AddQueue _queue = new(new DurableAdds(store, options), options, logger);

    public async ValueTask<EmitResult> EmitAsync<T>(
        string eventName, T payload, BackgroundEmitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var began = telemetry.Begin();
        try
        {
            var draft = drafts.Draft(BackgroundEvent.Create(eventName, payload, options));
            cancellationToken.ThrowIfCancellationRequested();
            var added = options is { Durable: false }
                ? (await optional.AddAsync([draft], cancellationToken).ConfigureAwait(false))[0]
                : await _queue.AddAsync(draft, cancellationToken).ConfigureAwait(false);
            var result = Result(draft, added);
            telemetry.Ended(began);
            return telemetry.Emitted(eventName, result);
        }
        catch (Exception exception)
        {
            telemetry.Failed(began, [eventName], exception);
            throw;
        }
    }

    public async ValueTask<EmitResult> EmitAsync<T>(
        string eventName, T payload, DbTransaction transaction, BackgroundEmitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (options is { Durable: false })
        {
            throw new ArgumentException("An event that is emitted in a transaction is durable: leave Durable as it is, or emit without the transaction.", nameof(options));
        }

        var began = telemetry.Begin();
        try
        {
            var draft = drafts.Draft(BackgroundEvent.Create(eventName, payload, options));
            var added = await (outbox ?? throw NoOutbox()).WriteAsync(draft, transaction, cancellationToken).ConfigureAwait(false);
            var result = added is { } stored ? Result(draft, stored) : new EmitResult(draft.Id, EmitOutcome.InOutbox, 0);
            telemetry.Ended(began);
            return telemetry.Emitted(eventName, result);
        }
        catch (Exception exception)
        {
            telemetry.Failed(began, [eventName], exception);
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<EmitResult>> EmitManyAsync(IReadOnlyList<BackgroundEvent> events, CancellationToken cancellationToken = default)
    {
        CheckAll(events);
        var began = telemetry.Begin();
        try
        {
            var all = events.Select(drafts.Draft).ToArray();
            var results = new AddResult[all.Length];
            foreach (var group in Enumerable.Range(0, all.Length).GroupBy(i => events[i].Options?.Durable ?? true))
            {
                NewEvent[] members = [.. group.Select(i => all[i])];
                var added = group.Key
                    ? await _adds.AddAsync(members, cancellationToken).ConfigureAwait(false)
                    : await optional.AddAsync(members, cancellationToken).ConfigureAwait(false);
                foreach (var (index, i) in group.Index())
                {
                    results[i] = added[index];
                }
            }

            return Told(began, all, results, "The others of these events were stored as far as somebody listens to them.");
        }
        catch (Exception exception)
        {
            telemetry.Failed(began, events.Select(static emitted => emitted.Name), exception);
            throw;
        }
    }

    public async ValueTask<BatchResult> EmitBatchAsync(
        IReadOnlyList<BackgroundEvent> events, string? completionEvent = null, CancellationToken cancellationToken = default)
    {
        CheckAll(events);
        if (events.Any(static emitted => emitted.Options is { Durable: false }))
        {
            throw new ArgumentException("A batch is durable: none of its events may have Durable = false.", nameof(events));
        }

        if (completionEvent is not null)
        {
            OptionsValidation.CheckName(completionEvent, "event"); // now: when the batch ends there is nobody to tell
        }

        var began = telemetry.Begin();
        try
        {
            var all = events.Select(drafts.Draft).ToArray();
            var batch = new NewBatch(Guid.CreateVersion7(options.TimeProvider.GetUtcNow()), all, completionEvent);
            var added = await _adds.AddBatchAsync(batch, cancellationToken).ConfigureAwait(false);
            if (Enumerable.Range(0, all.Length).FirstOrDefault(i => added[i].Outcome == AddOutcome.Unknown, -1) is >= 0 and var unknown)
            {
                throw Unknown(all[unknown].Name, "Nothing of the batch was stored.");
            }

            return new BatchResult(batch.Id, Told(began, all, added, string.Empty));
        }
        catch (Exception exception)
        {
            telemetry.Failed(began, events.Select(static emitted => emitted.Name), exception);
            throw;
        }
    }

    /// <summary>Waits for what is being stored for callers that wait no longer.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private static void CheckAll(IReadOnlyList<BackgroundEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Contains(null!))
        {
            throw new ArgumentException("One of the events is null: make each with BackgroundEvent.Create.", nameof(events));
        }
    }

    private EmitResult[] Told(long began, NewEvent[] drafts, IReadOnlyList<AddResult> added, string besides)
    {
        EmitResult[] results = [.. drafts.Zip(added, (draft, one) => Result(draft, one, besides))];
        telemetry.Ended(began);
        for (var i = 0; i < results.Length; i++)
        {
            telemetry.Emitted(drafts[i].Name, results[i]);
        }

        return results;
    }

    private static EmitResult Result(NewEvent draft, AddResult added, string besides = "") => added.Outcome switch
    {
        AddOutcome.Unknown => throw Unknown(draft.Name, besides),
        AddOutcome.Added => new(added.EventId, EmitOutcome.Stored, added.Jobs),
        AddOutcome.Duplicate => new(added.EventId, EmitOutcome.Duplicate, 0),
        AddOutcome.Kept => new(added.EventId, EmitOutcome.Kept, 0),
        AddOutcome.Ignored => new(added.EventId, EmitOutcome.Ignored, 0),
        AddOutcome.Dropped => new(added.EventId, EmitOutcome.Dropped, 0),
        _ => throw new InvalidOperationException($"The store answered {added.Outcome}."),
    };

    private static UnknownEventException Unknown(string eventName, string besides) => new(
        eventName,
        $"No listener is known for the event '{eventName}'. {(besides.Length == 0 ? besides : besides + " ")}Correct the name, start a worker that listens to it, "
        + $"or say with {nameof(BackgroundEmitOptions.IfUnknown)} that it is to be kept or ignored.");

    private static InvalidOperationException NoOutbox() =>
        new("There is no outbox to emit into within a transaction: add one where AddSockeyeBackground is called.");
}
