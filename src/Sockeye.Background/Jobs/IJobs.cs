namespace Sockeye;

/// <summary>Looks at the jobs of an application's store, and steers them. Thread-safe.</summary>
public interface IJobs
{
    /// <summary>Lists and searches jobs, those added last first.</summary>
    /// <param name="filter">Which; <see langword="null"/> for all.</param>
    /// <param name="page">Which part of the list; <see langword="null"/> for its first hundred.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter? filter = null, JobPage? page = null, CancellationToken cancellationToken = default);

    /// <summary>Finds a job.</summary>
    /// <param name="jobId">Its id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job; <see langword="null"/> where there is none, or not any more.</returns>
    ValueTask<Job?> FindAsync(long jobId, CancellationToken cancellationToken = default);

    /// <summary>Counts jobs by listener, queue and state.</summary>
    /// <param name="filter">Which; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<JobCount>> CountAsync(JobFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Watches a job: gives it as it is now, and again whenever it has changed (its state, its attempt, what its listener reports), until it has ended or is gone.
    /// </summary>
    /// <param name="jobId">Its id.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<Job> WatchAsync(long jobId, CancellationToken cancellationToken = default);

    /// <summary>Cancels jobs: those that wait at once; those that run have their token cancelled.</summary>
    /// <param name="filter">Which. One with nothing set is all of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many were cancelled or are about to be.</returns>
    ValueTask<int> CancelAsync(JobFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Runs dead letters and cancelled jobs again, their attempts counted anew.</summary>
    /// <param name="filter">Which. One with nothing set is all of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many.</returns>
    ValueTask<int> ReplayAsync(JobFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Lists the queues by name: how many jobs wait, run and are dead in each, and how long the oldest has been due.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<QueueState>> GetQueuesAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists the processes that run listeners, on all nodes, by name and start: those that are alive, and for a day those that were heard of no more.
    /// One that stops as it should is gone from the list.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<WorkerState>> GetWorkersAsync(CancellationToken cancellationToken = default);

    /// <summary>Pauses a queue on all nodes: nothing of it is started any more; what runs goes on.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">It is no name that a queue can have.</exception>
    ValueTask PauseAsync(string queue, CancellationToken cancellationToken = default);

    /// <summary>Lets a paused queue go on.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">It is no name that a queue can have.</exception>
    ValueTask ResumeAsync(string queue, CancellationToken cancellationToken = default);

    /// <summary>Finds a batch.</summary>
    /// <param name="batchId">Its id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How far it has come; <see langword="null"/> where there is none, or not any more.</returns>
    ValueTask<BatchStatus?> FindBatchAsync(Guid batchId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets a listener that is no more, because it was removed from the code or has another name there: later events make no job for it, on all nodes. Until then
    /// each event adds a job that waits for it, since the store cannot know whether another process hosts it.
    /// </summary>
    /// <remarks>
    /// <para>The jobs it has stay as they are: those that wait go on waiting, and run if a process hosts it. Where nobody will, cancel them afterwards with
    /// <see cref="CancelAsync"/> and a filter of its event and its name. An event of which it was the last listener is unknown from then on.</para>
    /// <para>A process that hosts it still does the jobs it has, and gets no new ones; when one starts that hosts it, it is known again. So forget it once the last
    /// such process has stopped. Events with <see cref="BackgroundEmitOptions.Durable"/> = <see langword="false"/> are a process's own, and are not concerned.</para>
    /// </remarks>
    /// <param name="eventName">The event.</param>
    /// <param name="listener">The listener's name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was known.</returns>
    /// <exception cref="ArgumentException">One of the names is none that an event or a listener can have.</exception>
    ValueTask<bool> ForgetListenerAsync(string eventName, string listener, CancellationToken cancellationToken = default);
}
