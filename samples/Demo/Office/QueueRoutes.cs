using Demo.Shell;
using Demo.Work;
using Microsoft.AspNetCore.Http.HttpResults;
using Sockeye;

namespace Demo.Office;

/// <summary>The routes that pause and resume queues.</summary>
internal static class QueueRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var queues = app.MapGroup("/api/office/queues").WithSmallBodies();
        queues.MapGet("", ListAsync);
        queues.MapPost("/{name}/pause", (string name, IJobs jobs, ChangeFeed changes, CancellationToken cancellationToken) =>
            SetAsync(name, isPaused: true, jobs, changes, cancellationToken));
        queues.MapPost("/{name}/resume", (string name, IJobs jobs, ChangeFeed changes, CancellationToken cancellationToken) =>
            SetAsync(name, isPaused: false, jobs, changes, cancellationToken));
    }

    private static async Task<IEnumerable<Queue>> ListAsync(IJobs jobs, CancellationToken cancellationToken)
    {
        var paused = (await jobs.GetQueuesAsync(cancellationToken)).Where(queue => queue.IsPaused).Select(queue => queue.Name).ToHashSet();
        return Queues.All.Select(name => new Queue(name, paused.Contains(name)));
    }

    private static async Task<Results<Ok<Queue>, ProblemHttpResult>> SetAsync(
        string name, bool isPaused, IJobs jobs, ChangeFeed changes, CancellationToken cancellationToken)
    {
        if (!Queues.All.Contains(name))
        {
            return TypedResults.Problem(
                $"There is no queue “{name}”; there are {string.Join(", ", Queues.All)}.", statusCode: StatusCodes.Status404NotFound);
        }

        await (isPaused ? jobs.PauseAsync(name, cancellationToken) : jobs.ResumeAsync(name, cancellationToken));
        changes.Tell(ChangeFeed.Jobs);
        return TypedResults.Ok(new Queue(name, isPaused));
    }

    private sealed record Queue(string Name, bool IsPaused);
}
