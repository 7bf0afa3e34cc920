namespace Sockeye.Background;

/// <summary>A job that a worker holds a lease of.</summary>
public sealed record LeasedJob
{
    /// <summary>Gets the job's id.</summary>
    public required long Id { get; init; }

    /// <summary>Gets the fencing token: greater with every lease of this job. Whoever holds an older one has lost it.</summary>
    public required long Token { get; init; }

    /// <summary>Gets the id of the event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Gets the name of the event.</summary>
    public required string EventName { get; init; }

    /// <summary>Gets the name of the listener.</summary>
    public required string Listener { get; init; }

    /// <summary>Gets the queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Gets the payload: UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Gets which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets how often it was put off (<see cref="JobEnding.Postpone"/>), since it was added or replayed.</summary>
    public int Postponed { get; init; }

    /// <summary>Gets when it was added, by the store's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets the time from which it could have been started.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Gets when this lease began, by the store's clock.</summary>
    public required DateTimeOffset Leased { get; init; }

    /// <summary>Gets the priority.</summary>
    public int Priority { get; init; }

    /// <summary>Gets the key.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the unique key.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Gets the batch.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Gets the schedule.</summary>
    public string? Schedule { get; init; }

    /// <summary>Gets the time the schedule emitted it for.</summary>
    public DateTimeOffset? Slot { get; init; }

    /// <summary>Gets the emitter's trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Gets what belongs to that trace.</summary>
    public string? TraceState { get; init; }

    /// <summary>Gets what a worker shows to keep the lease or to end it.</summary>
    public LeaseHold Hold => new(Id, Token);
}
