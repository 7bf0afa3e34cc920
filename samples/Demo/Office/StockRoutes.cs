using Demo.Orders;
using Demo.Shell;
using Demo.Work;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Demo.Office;

/// <summary>The route that fills the shelves.</summary>
internal static class StockRoutes
{
    private const int MostAtOnce = 1000;

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/office/products/{id}/restock", RestockAsync).WithSmallBodies();

    private static async Task<Results<Ok<Product>, ValidationProblem, ProblemHttpResult>> RestockAsync(
        string id, Delivery delivery, Catalogue catalogue, ChangeFeed changes, CancellationToken cancellationToken)
    {
        if (delivery.Quantity is < 1 or > MostAtOnce)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["quantity"] = [$"A delivery brings 1 to {MostAtOnce}."] });
        }

        await catalogue.RestockAsync(id, delivery.Quantity, cancellationToken);
        if (catalogue.Find(id) is not { } product)
        {
            return TypedResults.Problem($"There is no product “{id}”.", statusCode: StatusCodes.Status404NotFound);
        }

        changes.Tell(ChangeFeed.Stock);
        return TypedResults.Ok(product);
    }

    private sealed record Delivery(int Quantity);
}
