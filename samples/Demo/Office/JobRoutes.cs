using Demo.Shell;
using Microsoft.AspNetCore.Http.HttpResults;
using Sockeye;

namespace Demo.Office;

/// <summary>The routes to jobs and dead letters.</summary>
internal static class JobRoutes
{
    private const int Shown = 50;

    public static void Map(IEndpointRouteBuilder app)
    {
        var jobs = app.MapGroup("/api/office/jobs").WithSmallBodies();
        jobs.MapGet("", ListAsync);
        jobs.MapGet("/counts", CountAsync);
        jobs.MapPost("/replay", ReplayAllAsync);
        jobs.MapPost("/{id:long}/replay", ReplayAsync);
    }

    private static async Task<Results<Ok<JobView[]>, ValidationProblem>> ListAsync(string? state, IJobs jobs, CancellationToken cancellationToken)
    {
        JobFilter? filter = null;
        if (state is not null)
        {
            if (!Enum.TryParse<JobState>(state, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted) || char.IsAsciiDigit(state[0]))
            {
                var names = string.Join(", ", Enum.GetNames<JobState>()).ToLowerInvariant();
                return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["state"] = [$"A state is one of {names}."] });
            }

            filter = new JobFilter { States = [wanted] };
        }

        var found = await jobs.ListAsync(filter, new JobPage { Limit = Shown }, cancellationToken);
        return TypedResults.Ok(found.Select(JobView.Of).ToArray());
    }

    private static async Task<Dictionary<string, long>> CountAsync(IJobs jobs, CancellationToken cancellationToken)
    {
        var counts = await jobs.CountAsync(cancellationToken: cancellationToken);
        return Enum.GetValues<JobState>().ToDictionary(
            state => state.ToString().ToLowerInvariant(), state => counts.Where(count => count.State == state).Sum(count => count.Count));
    }

    private static async Task<Replayed> ReplayAllAsync(DeadLetters letters, CancellationToken cancellationToken) =>
        new(await letters.ReplayAsync(null, cancellationToken));

    private static async Task<Results<Ok<Replayed>, ProblemHttpResult>> ReplayAsync(
        long id, IJobs jobs, DeadLetters letters, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, cancellationToken) is not { } job)
        {
            return TypedResults.Problem($"There is no job {id}.", statusCode: StatusCodes.Status404NotFound);
        }

        return job.State == JobState.Dead && await letters.ReplayAsync([id], cancellationToken) is > 0 and var replayed
            ? TypedResults.Ok(new Replayed(replayed))
            : TypedResults.Problem(
                $"Job {id} is {job.State.ToString().ToLowerInvariant()}: only a dead letter can be replayed.", statusCode: StatusCodes.Status409Conflict);
    }

    private sealed record Replayed(int Count);
}
