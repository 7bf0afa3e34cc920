namespace Sockeye.Background;

/// <summary>An event to add. It becomes one job for each listener that the store knows for its name at that moment.</summary>
public sealed record NewEvent
{
    /// <summary>Gets the id, a UUID of version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the payload: UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Gets the emitter's trace as the W3C writes it; <see langword="null"/> for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Gets what belongs to that trace; <see langword="null"/> for nothing.</summary>
    public string? TraceState { get; init; }

    /// <summary>Gets the priority: higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Gets how long its jobs wait, by the store's clock; not negative.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Gets the time before which its jobs do not start; where <see cref="Delay"/> is set too, the later counts.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// Gets the key of which there is one event of this name: adding a second answers <see cref="AddOutcome.Duplicate"/>. <see langword="null"/> for none.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>
    /// Gets how long after adding the unique key is held, by the store's clock, whether the event is still there or not; <see langword="null"/> for as long as
    /// the event is.
    /// </summary>
    public TimeSpan? UniqueFor { get; init; }

    /// <summary>
    /// Gets how long after adding the store knows the id again, by its clock, whether the event is still there or not: adding it once more answers
    /// <see cref="AddOutcome.Duplicate"/>, whatever became of it the first time, unless it was refused. <see langword="null"/> for as long as the event is there.
    /// A batch's events are known by their batch, and this is not heeded there.
    /// </summary>
    public TimeSpan? IdHeldFor { get; init; }

    /// <summary>Gets what a store keeps such an id under, among the unique keys of its event's name.</summary>
    internal string IdKey => $"id:{Id:D}";

    /// <summary>Gets the key within which jobs of one listener keep their order; <see langword="null"/> for none.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the schedule that emits it; <see langword="null"/> for none.</summary>
    public string? Schedule { get; init; }

    /// <summary>Gets the time the schedule emits it for; <see langword="null"/> for none.</summary>
    public DateTimeOffset? Slot { get; init; }

    /// <summary>Gets what becomes of it where no listener is known for its name.</summary>
    public UnknownEventPolicy IfUnknown { get; init; }
}
