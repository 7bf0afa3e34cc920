namespace Sockeye.Background;

/// <summary>A piece of work that waits for the writer: it is taken once, and until then its caller may cancel it.</summary>
internal abstract class SqliteWrite
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;
    private int _state;

    /// <summary>Gets or sets why it failed; the writer's own, while it works.</summary>
    public Exception? Failure { get; set; }

    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>Takes the work; <see langword="false"/> where its caller has gone.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Does the work inside a transaction. It may be done again where the transaction was lost, so it changes nothing but the database.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>Tells the caller how it went: after the commit, or after the failure.</summary>
    public abstract void Deliver();

    protected bool TryCancel() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;
}
