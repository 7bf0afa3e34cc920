using System.Text.Json.Serialization.Metadata;
using Sockeye.Background;

namespace Sockeye;

/// <summary>The job a listener runs for. Its members may be used from any thread until the listener has ended.</summary>
public sealed class JobContext
{
    private readonly Attempt _attempt;

    internal JobContext(Attempt attempt) => _attempt = attempt;

    /// <summary>Gets the job's id.</summary>
    public long Id => _attempt.Job.Id;

    /// <summary>Gets the event's id.</summary>
    public Guid EventId => _attempt.Job.EventId;

    /// <summary>Gets the event's name.</summary>
    public string EventName => _attempt.Job.EventName;

    /// <summary>Gets the listener's name.</summary>
    public string Listener => _attempt.Job.Listener;

    /// <summary>Gets a text that is the same in every attempt at this job, and no other job's: what must have an effect once is stored or sent under it.</summary>
    public string IdempotencyKey => $"{EventId:N}:{Listener}";

    /// <summary>Gets which attempt this is, from 1.</summary>
    public int Attempt => _attempt.Job.Attempt;

    /// <summary>Gets how often the job was put off (<see cref="JobPostponedException"/>) since it was added or replayed: those were no attempts.</summary>
    public int Postponements => _attempt.Job.Postponed;

    /// <summary>Gets how many attempts there are in all.</summary>
    public int MaxAttempts => _attempt.Listener.Options.Retry.MaxAttempts;

    /// <summary>Gets when the event was added, by the store's clock.</summary>
    public DateTimeOffset Created => _attempt.Job.Created;

    /// <summary>Gets the key within which jobs keep their order; <see langword="null"/> for none.</summary>
    public string? Key => _attempt.Job.Key;

    /// <summary>Gets the batch the event belongs to; <see langword="null"/> for none.</summary>
    public Guid? BatchId => _attempt.Job.BatchId;

    /// <summary>Gets the schedule that emitted the event; <see langword="null"/> for none.</summary>
    public string? Schedule => _attempt.Job.Schedule;

    /// <summary>Gets the time the schedule emitted it for, in UTC: <see cref="TimeZoneInfo.ConvertTime(DateTimeOffset, TimeZoneInfo)"/> tells the zone's own date. <see langword="null"/> for none.</summary>
    public DateTimeOffset? Slot => _attempt.Job.Slot;

    /// <summary>Gets the payload as it was stored: UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Payload => _attempt.Job.Payload;

    /// <summary>Gets the services of this attempt's own scope.</summary>
    public IServiceProvider Services => _attempt.Services;

    /// <summary>
    /// Gets what is cancelled when the attempt is to end: its time is up, the job is cancelled, the process stops, or the lease is about to be lost, and with
    /// it the right to do this work. <see cref="CancelReason"/> tells which.
    /// </summary>
    public CancellationToken CancellationToken => _attempt.CancellationToken;

    /// <summary>Gets why <see cref="CancellationToken"/> is cancelled; <see langword="null"/> while it is not.</summary>
    public AttemptCancelReason? CancelReason => _attempt.CancelReason;

    /// <summary>Reports how far the job has come, for <see cref="IJobs.WatchAsync"/>. The last report counts.</summary>
    /// <typeparam name="T">The type of the report.</typeparam>
    /// <param name="progress">The report, which is written as JSON of no more than <see cref="BackgroundOptions.MaxPayloadSize"/> bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it counted; not, where another worker has the job by now.</returns>
    /// <exception cref="ArgumentException">The report is too large; the last one still counts.</exception>
    /// <exception cref="JobStoreException">The store could not take it. A listener that lets it pass has failed: catch it where the work can go on without the report.</exception>
    public ValueTask<bool> ReportProgressAsync<T>(T progress, CancellationToken cancellationToken = default)
    {
        var json = _attempt.Json;
        return _attempt.ReportAsync(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(progress, (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T))), cancellationToken);
    }
}
