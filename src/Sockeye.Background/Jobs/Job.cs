namespace Sockeye;

/// <summary>One listener's share of one event, as the store has it at the moment of asking.</summary>
public sealed record Job
{
    /// <summary>Gets the id: unique within the store, and growing in the order of adding.</summary>
    public required long Id { get; init; }

    /// <summary>Gets the id of the event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Gets the name of the event.</summary>
    public required string EventName { get; init; }

    /// <summary>Gets the name of the listener.</summary>
    public required string Listener { get; init; }

    /// <summary>Gets the queue, which can be paused.</summary>
    public required string Queue { get; init; }

    /// <summary>Gets how far it has come.</summary>
    public required JobState State { get; init; }

    /// <summary>Gets the event's payload: UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Gets the priority: higher goes first. 0 by default.</summary>
    public int Priority { get; init; }

    /// <summary>Gets the key within which jobs of a listener keep their order; <see langword="null"/> for none.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the key of which there is one event at a time; <see langword="null"/> for none.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Gets the batch it belongs to; <see langword="null"/> for none.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Gets the schedule that emitted the event; <see langword="null"/> for none.</summary>
    public string? Schedule { get; init; }

    /// <summary>Gets the time the schedule emitted it for, in UTC; <see langword="null"/> for none.</summary>
    public DateTimeOffset? Slot { get; init; }

    /// <summary>Gets how often it has been started, 0 before the first time. Starting anew after a replay begins at 0.</summary>
    public int Attempt { get; init; }

    /// <summary>
    /// Gets how often its listener put it off (<see cref="JobPostponedException"/>), which counts as no attempt: 0 before the first time. A replay begins at 0.
    /// </summary>
    public int Postponements { get; init; }

    /// <summary>Gets when it was added, by the store's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets the time before which it does not start.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Gets when the last attempt began; <see langword="null"/> before the first.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Gets when it was completed, buried or cancelled; <see langword="null"/> before.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Gets the worker that runs it, or ran it last; <see langword="null"/> before the first.</summary>
    public string? Worker { get; init; }

    /// <summary>Gets when the lease ends while it runs.</summary>
    public DateTimeOffset? LeaseEnd { get; init; }

    /// <summary>Gets a value indicating whether it is to be cancelled as soon as its worker hears of that.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Gets what the listener last reported: UTF-8 JSON; <see langword="null"/> for nothing.</summary>
    public ReadOnlyMemory<byte>? Progress { get; init; }

    /// <summary>
    /// Gets the last failure, or why it was last put off (<see cref="FailureKind.Postponed"/>); <see langword="null"/> where no attempt has failed and it was never put off.
    /// </summary>
    public JobFailure? LastFailure { get; init; }
}
