namespace Sockeye.Background;

/// <summary>
/// Where jobs live. Every member is one atomic step: it has happened as a whole, durably, when its task completes, or not at all. So a store is right when
/// each of them is. Verbs that a worker calls for many jobs take many at once. Implementations are thread-safe; where the store cannot do what it is
/// asked to it throws a <see cref="JobStoreException"/>, and the step may be repeated.
/// </summary>
/// <remarks>
/// Time is the store's: that of the database where several machines share it. A hold counts while its token is the job's current one, the job is running
/// and the lease's end lies ahead by that time; everything else is lost, and changes nothing.
/// </remarks>
public interface IJobStore : IJobCatalog, IScheduleStore, IAsyncDisposable
{
    /// <summary>
    /// Gets what is raised when something happens in this store, as far as this process hears of it. Leasing, ending, reporting progress, cancelling, replaying
    /// and sweeping tell which jobs have changed (<see cref="JobSignal.RaiseChanged"/>, or <see cref="WakeUps.Jobs"/> where that is not known).
    /// </summary>
    JobSignal Signal { get; }

    /// <summary>Makes or migrates what the store needs. Many may do so at once, and again.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Asks the store's clock.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes listeners known, or changes the settings of those that are: from then on events of their names become jobs for them. Events that were kept
    /// because no listener was known become jobs for those of this call, and are no longer kept.
    /// </summary>
    /// <param name="listeners">The listeners.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask RegisterAsync(IReadOnlyList<ListenerRegistration> listeners, CancellationToken cancellationToken);

    /// <summary>Forgets a listener: later events make no job for it. Jobs it has stay, can be listed and cancelled, and are leased by whoever hosts it.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="listener">The listener.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was known.</returns>
    ValueTask<bool> ForgetAsync(string eventName, string listener, CancellationToken cancellationToken);

    /// <summary>Lists the listeners that are known, by event and name.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<ListenerRegistration>> GetListenersAsync(CancellationToken cancellationToken);

    /// <summary>Adds events in order, each with all of its jobs or not at all. Races for a unique key are decided by the store.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Ends the wait; what was added stays.</param>
    /// <returns>What became of each, in order.</returns>
    ValueTask<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a batch as a whole: where an event of it is <see cref="AddOutcome.Unknown"/> nothing is stored. A batch that becomes no job ends at once.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Ends the wait; what was added stays.</param>
    /// <returns>What became of each event, in order.</returns>
    ValueTask<IReadOnlyList<AddResult>> AddBatchAsync(NewBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Leases jobs that are due, and running ones whose lease has lapsed: by priority (higher first), then by the time they are due, then in the order of
    /// adding. Jobs of paused queues are left alone, and so is what a key's order or a rate does not let start. Each lease has the next token of its job
    /// and counts as an attempt. A lapsed job whose cancellation was requested is cancelled instead.
    /// </summary>
    /// <param name="request">What the worker has room for.</param>
    /// <param name="cancellationToken">Ends the wait. Leases that nobody hears of lapse.</param>
    ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken);

    /// <summary>Makes leases last from now on, and tells which jobs are to be cancelled.</summary>
    /// <param name="holds">The holds.</param>
    /// <param name="duration">How long from now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of each, in order.</returns>
    ValueTask<IReadOnlyList<RenewResult>> RenewAsync(IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Ends attempts. Where a job ends that is a batch's last, the completion event is added in the same step.</summary>
    /// <param name="settlements">The ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>For each in order, whether it counted; not, where the hold is lost.</returns>
    ValueTask<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken);

    /// <summary>Stores how far a running job has come.</summary>
    /// <param name="hold">The hold on it.</param>
    /// <param name="progress">UTF-8 JSON.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it counted; not, where the hold is lost.</returns>
    ValueTask<bool> ReportProgressAsync(LeaseHold hold, ReadOnlyMemory<byte> progress, CancellationToken cancellationToken);

    /// <summary>
    /// Removes jobs that ended long enough ago, events of which no job is left, their unique keys (unless these are held for longer), keys whose time is
    /// over, and batches of which no job is left.
    /// </summary>
    /// <param name="policy">What stays.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many jobs and unclaimed events were removed; as many as the limit: there may be more.</returns>
    ValueTask<int> SweepAsync(RetentionPolicy policy, CancellationToken cancellationToken);
}
