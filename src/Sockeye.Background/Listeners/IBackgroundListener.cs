namespace Sockeye;

/// <summary>A class that does the work of an event in the background. It is made for each attempt, with services of a scope of its own.</summary>
/// <typeparam name="T">The type its events' payload is read as.</typeparam>
public interface IBackgroundListener<in T>
{
    /// <summary>Does the work. It may run more than once for one event: what must not happen twice is told apart by <see cref="JobContext.IdempotencyKey"/>.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="context">The job.</param>
    /// <param name="cancellationToken">Cancelled when the attempt is to end; see <see cref="JobContext.CancellationToken"/>.</param>
    Task HandleAsync(T payload, JobContext context, CancellationToken cancellationToken);
}
