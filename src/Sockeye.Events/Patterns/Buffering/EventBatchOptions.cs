namespace Sockeye;

/// <summary>When an <see cref="EventBuffer{T}"/> flushes, and how much it holds. Read when the buffer is made; later changes have no effect.</summary>
/// <typeparam name="T">The type of an event.</typeparam>
public sealed class EventBatchOptions<T>
{
    /// <summary>Gets or sets after how long without a new event the buffer flushes.</summary>
    /// <value>The default is 100 milliseconds; it must be longer than zero. <see langword="null"/>: quiet alone does not flush.</value>
    public TimeSpan? QuietDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets how long an event waits at most for its flush to begin, however busy it is.</summary>
    /// <value>The default is one second; it must be longer than zero. <see langword="null"/>: as long as events keep coming.</value>
    public TimeSpan? MaxWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the number of events at which the buffer flushes without waiting, which is also the most that one batch holds.</summary>
    /// <value>The default is 1,000; it must be at least 1 and at most <see cref="Capacity"/>. <see langword="null"/>: batches have no bound.</value>
    public int? MaxSize { get; set; } = 1_000;

    /// <summary>Gets or sets how many events the buffer holds at most, those that are being flushed included.</summary>
    /// <value>The default is 100,000; it must be at least 1.</value>
    public int Capacity { get; set; } = 100_000;

    /// <summary>Gets or sets what becomes of an event that comes when the buffer is full.</summary>
    /// <value>
    /// The default is <see cref="EventOverflow.Fail"/>: <see cref="EventBuffer{T}.Add"/> throws, and nothing is lost unnoticed.
    /// The other two lose the oldest event that is not being flushed, or the new one, and <see cref="EventBuffer{T}.Dropped"/> counts them.
    /// </value>
    public EventOverflow Overflow { get; set; } = EventOverflow.Fail;

    /// <summary>Gets or sets how long after a failed attempt the same batch is tried again, unless a flush is asked for earlier.</summary>
    /// <value>The default is one second; it must be longer than zero.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how often a batch is tried before it is given up and the next one has its turn.</summary>
    /// <value>The default is <see langword="null"/>: until it succeeds. It must be at least 1, and needs <see cref="OnFailed"/>, which gets what is given up.</value>
    public int? MaxAttempts { get; set; }

    /// <summary>Gets or sets what is told of each failed attempt, on the thread pool, before the next one. It must not throw: what it throws is thrown on the thread pool.</summary>
    /// <value>The default is <see langword="null"/>: a failure shows at <see cref="EventBuffer{T}.FlushAsync"/> and at disposal alone.</value>
    public Action<FailedBatch<T>>? OnFailed { get; set; }

    /// <summary>Gets or sets how long disposal lets the last flushes run before their cancellation token is cancelled.</summary>
    /// <value>The default is 30 seconds; it must be longer than zero.</value>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>A copy, so that nobody changes the bounds of a buffer at work.</summary>
    internal EventBatchOptions<T> Copy() => (EventBatchOptions<T>)MemberwiseClone();
}
