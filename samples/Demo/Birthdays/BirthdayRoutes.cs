using Demo.Shell;
using Demo.Work;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Demo.Birthdays;

/// <summary>The routes of the birthday page.</summary>
internal static class BirthdayRoutes
{
    private const int RunsShown = 9;
    private const int MostPeople = 500;

    public static void Map(IEndpointRouteBuilder app)
    {
        var birthdays = app.MapGroup("/api/birthdays").WithSmallBodies();
        birthdays.MapGet("", async (People people, MorningSchedules mornings, CancellationToken cancellationToken) => new
        {
            People = people.List(),
            Next = await mornings.NextAsync(RunsShown, cancellationToken),
        });
        birthdays.MapPost("/people", AddAsync);
        birthdays.MapDelete("/people/{id:long}", RemoveAsync);
        birthdays.MapPost("/run", RunAsync);
    }

    private static async Task<Results<Created<Person>, ValidationProblem, ProblemHttpResult>> AddAsync(
        NewPerson wanted, People people, MorningSchedules mornings, ChangeFeed changes, TimeProvider time, CancellationToken cancellationToken)
    {
        // Where it is latest: a child of today may be a child of tomorrow here.
        var today = DateOnly.FromDateTime(time.GetUtcNow().AddHours(14).Date);
        if (wanted.Read(today, out var problems) is not { } person)
        {
            return TypedResults.ValidationProblem(problems);
        }

        if (people.List().Count >= MostPeople)
        {
            return TypedResults.Problem($"There are {MostPeople} people already: remove one first.", statusCode: StatusCodes.Status409Conflict);
        }

        var added = await people.AddAsync(person, cancellationToken);
        await mornings.EnsureAsync(added.TimeZone, cancellationToken);
        changes.Tell(ChangeFeed.Birthdays);
        return TypedResults.Created($"/api/birthdays/people/{added.Id}", added);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        long id, People people, MorningSchedules mornings, ChangeFeed changes, CancellationToken cancellationToken)
    {
        if (await people.RemoveAsync(id, cancellationToken) is not { } person)
        {
            return TypedResults.Problem($"There is no person {id}.", statusCode: StatusCodes.Status404NotFound);
        }

        await mornings.ReleaseAsync(person.TimeZone, cancellationToken);
        changes.Tell(ChangeFeed.Birthdays);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RunAsync(Run run, MorningSchedules mornings, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(run.TimeZone) && await mornings.RunNowAsync(run.TimeZone, cancellationToken)
            ? TypedResults.Accepted("/api/birthdays")
            : TypedResults.Problem($"Nobody lives in the time zone “{run.TimeZone}”.", statusCode: StatusCodes.Status404NotFound);

    private sealed record Run(string? TimeZone);
}
