namespace Sockeye.Background;

/// <summary>The part of a store that looks at jobs and steers them from outside.</summary>
public interface IJobCatalog
{
    /// <summary>Lists jobs in the order of their ids.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which part of the list.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter filter, JobPage page, CancellationToken cancellationToken);

    /// <summary>Counts jobs by listener, queue and state; what there is none of is left out.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<JobCount>> CountAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>Lists the queues that a listener has, that are paused, or in which jobs wait, run or are dead; by name, as of one moment.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<QueueState>> GetQueuesAsync(CancellationToken cancellationToken);

    /// <summary>Stops starting jobs of a queue, or starts again. What runs goes on.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="isPaused">Whether it is paused from now on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask SetPausedAsync(string queue, bool isPaused, CancellationToken cancellationToken);

    /// <summary>Cancels waiting jobs at once, and requests the cancellation of those that run. Others are left alone.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many were cancelled or requested to.</returns>
    ValueTask<int> CancelAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Lets dead and cancelled jobs wait again, due at once, their attempts counted anew; their last failure stays. Others are left alone. Within their key
    /// they keep their place. A batch counts them as not ended, but completes only once.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many.</returns>
    ValueTask<int> ReplayAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>Finds a batch.</summary>
    /// <param name="batchId">Its id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How far it has come; <see langword="null"/> where there is none.</returns>
    ValueTask<BatchStatus?> FindBatchAsync(Guid batchId, CancellationToken cancellationToken);

    /// <summary>Notes that a worker is alive.</summary>
    /// <param name="report">What it says of itself.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ReportWorkerAsync(WorkerReport report, CancellationToken cancellationToken);

    /// <summary>Forgets a worker, which has ended as it should.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ForgetWorkerAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Lists the workers that have not been forgotten, by name and start. A sweep forgets those that have been silent for long.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<WorkerState>> GetWorkersAsync(CancellationToken cancellationToken);
}
