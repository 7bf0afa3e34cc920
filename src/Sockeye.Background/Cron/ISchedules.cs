namespace Sockeye;

/// <summary>
/// The schedules of the store: what each does is added, changed, paused and removed here while everything runs, on any node, for all of them. Thread-safe.
/// </summary>
public interface ISchedules
{
    /// <summary>Lists the schedules by name.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Schedule>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the next runs of all schedules, the first first. Paused ones have none, and those whose zone this machine does not know are left out.</summary>
    /// <param name="count">How many at most, from 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<ScheduledRun>> NextRunsAsync(int count, CancellationToken cancellationToken = default);

    /// <summary>Lists the next runs of a schedule, the first first; none if it is paused, its zone is not known to this machine, or there is no such schedule.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many at most, from 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<ScheduledRun>> NextRunsAsync(string name, int count, CancellationToken cancellationToken = default);

    /// <summary>Adds a schedule that emits an event; its first run is the first after this moment.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="name">Its name, of at most 195 characters.</param>
    /// <param name="expression">When: see <see cref="CronExpression"/>.</param>
    /// <param name="timeZone">The name of the zone whose clocks that means, such as <c>Europe/Berlin</c>.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The event's payload, the same for each run.</param>
    /// <param name="options">How it treats its runs; the defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was added; not, if there is one of that name.</returns>
    /// <exception cref="CronFormatException">The expression cannot be read, or would never run.</exception>
    /// <exception cref="ArgumentException">There is no such time zone, or no name; or an option is none that has a name.</exception>
    ValueTask<bool> AddAsync<T>(
        string name, string expression, string timeZone, string eventName, T payload, ScheduleOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Changes a schedule. With another expression or zone it goes on from this moment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">What changes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is such a schedule.</returns>
    /// <exception cref="CronFormatException">The expression cannot be read, or would never run.</exception>
    /// <exception cref="ArgumentException">There is no such time zone; or what is changed is no value that has a name.</exception>
    ValueTask<bool> ChangeAsync(string name, ScheduleChange change, CancellationToken cancellationToken = default);

    /// <summary>Pauses a schedule: what falls due from now on is not run, and not made up for later. What is queued already goes on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is such a schedule.</returns>
    ValueTask<bool> PauseAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Lets a paused schedule go on, with the first run after this moment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is such a schedule.</returns>
    ValueTask<bool> ResumeAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Removes a schedule. What it has queued already goes on. One that the application's code declares comes back with the next start.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was such a schedule.</returns>
    ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Queues a run at once, beside those that the expression names, paused or not. It is asked for, so it is not skipped where a former one has not ended;
    /// with <see cref="OverlappingRuns.Wait"/> it waits for that.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait; what was queued stays.</param>
    /// <returns>The id of the event; <see langword="null"/> if there is no such schedule.</returns>
    ValueTask<Guid?> RunNowAsync(string name, CancellationToken cancellationToken = default);
}
