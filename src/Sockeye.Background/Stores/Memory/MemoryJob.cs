namespace Sockeye.Background;

/// <summary>A job in memory, as mutable as its store's lock lets it be.</summary>
internal sealed class MemoryJob(long id, MemoryEvent @event, string listener, string queue, DateTimeOffset due)
{
    public static readonly IComparer<MemoryJob> ById = Comparer<MemoryJob>.Create(static (x, y) => x.Id.CompareTo(y.Id));

    public static readonly IComparer<MemoryJob> ByDue = Comparer<MemoryJob>.Create(static (x, y) => (x.Due, x.Id).CompareTo((y.Due, y.Id)));

    public static readonly IComparer<MemoryJob> ByLeaseEnd = Comparer<MemoryJob>.Create(static (x, y) => (x.LeaseEnd, x.Id).CompareTo((y.LeaseEnd, y.Id)));

    public static readonly IComparer<MemoryJob> ByWake = Comparer<MemoryJob>.Create(static (x, y) => (x.Wake, x.Id).CompareTo((y.Wake, y.Id)));

    /// <summary>The order in which jobs are started.</summary>
    public static readonly IComparer<MemoryJob> ByTurn = Comparer<MemoryJob>.Create(
        static (x, y) => (y.Event.New.Priority, x.Due, x.Id).CompareTo((x.Event.New.Priority, y.Due, y.Id)));

    public long Id { get; } = id;

    public MemoryEvent Event { get; } = @event;

    public string Listener { get; } = listener;

    public string Queue { get; } = queue;

    public string? Key => Event.New.Key;

    public JobState State { get; set; }

    public DateTimeOffset Due { get; set; } = due;

    /// <summary>Gets or sets the end of its key's window, where that holds it back.</summary>
    public DateTimeOffset Wake { get; set; }

    public long Token { get; set; }

    public int Attempt { get; set; }

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Finished { get; set; }

    public DateTimeOffset LeaseEnd { get; set; }

    public TimeSpan LeaseTime { get; set; }

    public int Postponed { get; set; }

    public string? Worker { get; set; }

    public bool CancelRequested { get; set; }

    public ReadOnlyMemory<byte>? Progress { get; set; }

    public JobFailure? LastFailure { get; set; }

    public bool HasEnded => State is JobState.Completed or JobState.Dead or JobState.Cancelled;

    public Job ToJob() => new()
    {
        Id = Id,
        EventId = Event.New.Id,
        EventName = Event.New.Name,
        Listener = Listener,
        Queue = Queue,
        State = State,
        Payload = Event.New.Payload,
        Priority = Event.New.Priority,
        Key = Key,
        UniqueKey = Event.New.UniqueKey,
        BatchId = Event.BatchId,
        Schedule = Event.New.Schedule,
        Slot = Event.New.Slot,
        Attempt = Attempt,
        Postponements = Postponed,
        Created = Event.Created,
        Due = Due,
        Started = Started,
        Finished = Finished,
        Worker = Worker,
        LeaseEnd = State == JobState.Running ? LeaseEnd : null,
        CancelRequested = CancelRequested,
        Progress = Progress,
        LastFailure = LastFailure,
    };

    public LeasedJob ToLeased() => new()
    {
        Id = Id,
        Token = Token,
        EventId = Event.New.Id,
        EventName = Event.New.Name,
        Listener = Listener,
        Queue = Queue,
        Payload = Event.New.Payload,
        Attempt = Attempt,
        Created = Event.Created,
        Due = Due,
        Leased = Started!.Value,
        Priority = Event.New.Priority,
        Key = Key,
        UniqueKey = Event.New.UniqueKey,
        BatchId = Event.BatchId,
        Schedule = Event.New.Schedule,
        Slot = Event.New.Slot,
        TraceParent = Event.New.TraceParent,
        TraceState = Event.New.TraceState,
        Postponed = Postponed,
    };
}
