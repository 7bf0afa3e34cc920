using System.Globalization;

namespace Sockeye.Background;

/// <summary>
/// Adds to the store, and again where the way to it is lost before it has answered: the events have their ids, so whatever was stored by a try that nobody heard of
/// is found, and nothing is stored twice. Thread-safe.
/// </summary>
internal sealed class DurableAdds(StoreReadiness store, BackgroundOptions options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets what the store waits for; <see langword="null"/> where it does not, or cannot say.</summary>
    public string? WhyItWaits => store.WhyItWaits;

    /// <summary>Adds events in one step.</summary>
    public Task<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken) => RepeatAsync<IReadOnlyList<AddResult>>(
        async (ready, _) =>
        {
            var results = await ready.AddAsync(events, cancellationToken).ConfigureAwait(false);
            return HasOwn(results, events) ? await RecallAsync(ready, events, results, cancellationToken).ConfigureAwait(false) : results;
        },
        events,
        cancellationToken);

    /// <summary>Adds a batch.</summary>
    public Task<IReadOnlyList<AddResult>> AddBatchAsync(NewBatch batch, CancellationToken cancellationToken) => RepeatAsync<IReadOnlyList<AddResult>>(
        async (ready, hasFailed) =>
        {
            if (!hasFailed || await ready.FindBatchAsync(batch.Id, cancellationToken).ConfigureAwait(false) is null)
            {
                return await ready.AddBatchAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            var results = new List<AddResult>(batch.Events.Count);
            foreach (var added in batch.Events)
            {
                results.Add(await RecallAsync(ready, added, cancellationToken).ConfigureAwait(false));
            }

            return results;
        },
        batch.Events,
        cancellationToken);

    private async Task<T> RepeatAsync<T>(Func<IJobStore, bool, Task<T>> step, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        var began = options.TimeProvider.GetTimestamp();
        var pause = Shortest;
        for (var failures = 0; ; failures++)
        {
            try
            {
                var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
                return await step(ready, failures > 0).ConfigureAwait(false);
            }
            catch (JobStoreException exception) when (exception.IsTransient || (failures > 0 && exception.Failure == JobStoreFailure.Other))
            {
                var left = options.EmitDeadline - options.TimeProvider.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    throw GivenUp(exception, failures + 1, events);
                }

                await Task.Delay(pause < left ? pause : left, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
            }
        }
    }

    private static JobStoreException GivenUp(JobStoreException last, int tries, IReadOnlyList<NewEvent> events) => new(
        last.Failure,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{last.Message} After {tries} tries it is not known whether {(events is [var one] ? $"the event '{one.Name}' ({one.Id}) is" : $"these {events.Count} events are")} stored: ")
        + $"raise {nameof(BackgroundOptions)}.{nameof(BackgroundOptions.EmitDeadline)}, or emit with a {nameof(BackgroundEmitOptions.UniqueKey)} and do so again.",
        last)
    {
        IsTransient = last.IsTransient,
    };

    private static bool HasOwn(IReadOnlyList<AddResult> results, IReadOnlyList<NewEvent> events)
    {
        for (var i = 0; i < results.Count; i++)
        {
            if (IsOwn(results[i], events[i]))
            {
                return true;
            }
        }

        return false;
    }

    // Nobody else has this id: a try that was not heard of has stored it.
    private static bool IsOwn(AddResult result, NewEvent added) => result.Outcome == AddOutcome.Duplicate && result.EventId == added.Id;

    private static async Task<IReadOnlyList<AddResult>> RecallAsync(
        IJobStore ready, IReadOnlyList<NewEvent> events, IReadOnlyList<AddResult> results, CancellationToken cancellationToken)
    {
        var recalled = results.ToArray();
        for (var i = 0; i < recalled.Length; i++)
        {
            if (IsOwn(recalled[i], events[i]))
            {
                recalled[i] = await RecallAsync(ready, events[i], cancellationToken).ConfigureAwait(false);
            }
        }

        return recalled;
    }

    private static async Task<AddResult> RecallAsync(IJobStore ready, NewEvent added, CancellationToken cancellationToken)
    {
        var counts = await ready.CountAsync(new JobFilter { EventId = added.Id }, cancellationToken).ConfigureAwait(false);
        if (counts.Sum(static count => count.Count) is > 0 and var jobs)
        {
            return new AddResult(AddOutcome.Added, added.Id, (int)jobs);
        }

        if (added.UniqueKey is { } key)
        {
            var filter = new JobFilter { EventName = added.Name, UniqueKey = key };
            var held = await ready.ListAsync(filter, new JobPage { Limit = 1 }, cancellationToken).ConfigureAwait(false);
            if (held is [var holder])
            {
                return new AddResult(AddOutcome.Duplicate, holder.EventId, 0);
            }
        }

        return new AddResult(added.IfUnknown == UnknownEventPolicy.Ignore ? AddOutcome.Ignored : AddOutcome.Kept, added.Id, 0);
    }
}
