using System.Runtime.CompilerServices;

namespace Sockeye.Background;

/// <summary>The jobs of the application's store.</summary>
internal sealed class StoredJobs(StoreReadiness store, BackgroundOptions options) : IJobs
{
    private const int MaxPage = 1000;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    public async ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter? filter = null, JobPage? page = null, CancellationToken cancellationToken = default)
    {
        page ??= new JobPage();
        if (page.Limit is < 1 or > MaxPage)
        {
            throw new ArgumentOutOfRangeException(nameof(page), page.Limit, $"A page has 1 to {MaxPage} jobs.");
        }

        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ready.ListAsync(filter ?? new JobFilter(), page, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Job?> FindAsync(long jobId, CancellationToken cancellationToken = default) =>
        (await ListAsync(new JobFilter { Ids = [jobId] }, null, cancellationToken).ConfigureAwait(false)) is [var job] ? job : null;

    public async ValueTask<IReadOnlyList<JobCount>> CountAsync(JobFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ready.CountAsync(filter ?? new JobFilter(), cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<Job> WatchAsync(long jobId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        using var watch = ready.Signal.Watch(jobId);
        Job? last = null;
        var wait = options.WatchInterval < Soon ? options.WatchInterval : Soon; // once, for what happened elsewhere before it was known that somebody watches
        while (true)
        {
            watch.Reset();
            var looked = options.TimeProvider.GetTimestamp();
            if (await FindAsync(jobId, cancellationToken).ConfigureAwait(false) is not { } job)
            {
                yield break;
            }

            if (last is null || HasChanged(last, job))
            {
                last = job;
                yield return job;
            }

            if (job.State is JobState.Completed or JobState.Dead or JobState.Cancelled)
            {
                yield break;
            }

            var isCertain = await watch.WaitAsync(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            if (!isCertain && Rest - options.TimeProvider.GetElapsedTime(looked) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, options.TimeProvider, cancellationToken).ConfigureAwait(false); // others have many jobs
            }

            wait = options.WatchInterval;
        }
    }

    public async ValueTask<int> CancelAsync(JobFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ready.CancelAsync(filter, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<int> ReplayAsync(JobFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ready.ReplayAsync(filter, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<QueueState>> GetQueuesAsync(CancellationToken cancellationToken = default)
    {
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ready.GetQueuesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<WorkerState>> GetWorkersAsync(CancellationToken cancellationToken = default)
    {
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ready.GetWorkersAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask PauseAsync(string queue, CancellationToken cancellationToken = default) => SetPausedAsync(queue, true, cancellationToken);

    public ValueTask ResumeAsync(string queue, CancellationToken cancellationToken = default) => SetPausedAsync(queue, false, cancellationToken);

    public async ValueTask<BatchStatus?> FindBatchAsync(Guid batchId, CancellationToken cancellationToken = default)
    {
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ready.FindBatchAsync(batchId, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> ForgetListenerAsync(string eventName, string listener, CancellationToken cancellationToken = default)
    {
        OptionsValidation.CheckName(eventName, "event");
        OptionsValidation.CheckName(listener, "listener");
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ready.ForgetAsync(eventName, listener, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SetPausedAsync(string queue, bool isPaused, CancellationToken cancellationToken)
    {
        OptionsValidation.CheckQueue(queue, nameof(queue));
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        await ready.SetPausedAsync(queue, isPaused, cancellationToken).ConfigureAwait(false);
    }

    private static bool HasChanged(Job last, Job now) =>
        (last.State, last.Attempt, last.Postponements, last.Due, last.CancelRequested)
            != (now.State, now.Attempt, now.Postponements, now.Due, now.CancelRequested)
        || last.LastFailure != now.LastFailure
        || !(last.Progress ?? default).Span.SequenceEqual((now.Progress ?? default).Span);
}
