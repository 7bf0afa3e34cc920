using Demo.Shell;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Demo.Orders;

/// <summary>The routes of the shop.</summary>
internal static class OrderRoutes
{
    private const int Shown = 10;
    private const int LongestKey = 64;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/products", (Catalogue catalogue) => catalogue.List());
        var orders = app.MapGroup("/api/orders").WithSmallBodies();
        orders.MapPost("", PlaceAsync);
        orders.MapGet("", ListAsync);
        orders.MapGet("/{number:long}", FindAsync);
    }

    private static async Task<Results<Created<PlacedOrder>, Ok<PlacedOrder>, ValidationProblem, ProblemHttpResult>> PlaceAsync(
        NewOrder wanted,
        [FromHeader(Name = "Idempotency-Key")] string? requestKey,
        HttpContext context,
        Catalogue catalogue,
        Checkout checkout,
        OrderProgress progress,
        OrderFollower follower,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var problems = wanted.Problems();
        var product = problems.ContainsKey("productId") ? null : catalogue.Find(wanted.ProductId!);
        if (product is null)
        {
            problems.TryAdd("productId", [$"There is no product “{wanted.ProductId}”."]);
        }

        if (requestKey is not null && (requestKey.Length is 0 or > LongestKey || requestKey.Any(character => character is < '!' or > '~')))
        {
            problems.Add("Idempotency-Key", [$"An idempotency key has 1 to {LongestKey} characters of ASCII and no spaces."]);
        }

        if (problems.Count > 0)
        {
            return TypedResults.ValidationProblem(problems);
        }

        var (order, isNew) = await checkout.PlaceAsync(CustomerCookie.CustomerOf(context), wanted, product!, requestKey, cancellationToken);
        if (order is null)
        {
            return TypedResults.Problem(
                $"The Idempotency-Key “{requestKey}” came before, with another order: send that order again as it was, or this one under a key of its own.",
                statusCode: StatusCodes.Status422UnprocessableEntity,
                title: "The key belongs to another request.",
                extensions: [new("code", "idempotency_key_used")]);
        }

        follower.Follow(order);
        var placed = new PlacedOrder(await progress.ViewAsync(order, cancellationToken), Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 1));
        return isNew ? TypedResults.Created($"/api/orders/{order.Number}", placed) : TypedResults.Ok(placed);
    }

    private static async Task<IReadOnlyList<OrderView>> ListAsync(
        HttpContext context, OrderBook book, OrderProgress progress, OrderFollower follower, CancellationToken cancellationToken)
    {
        var views = new List<OrderView>();
        foreach (var order in book.List(CustomerCookie.CustomerOf(context), Shown))
        {
            var view = await progress.ViewAsync(order, cancellationToken);
            views.Add(view);
            if (!view.Steps.All(step => step.HasEnded))
            {
                follower.Follow(order);
            }
        }

        return views;
    }

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> FindAsync(
        long number, HttpContext context, OrderBook book, OrderProgress progress, CancellationToken cancellationToken) =>
        book.Find(number) is { } order && order.Customer == CustomerCookie.CustomerOf(context)
            ? TypedResults.Ok(await progress.ViewAsync(order, cancellationToken))
            : TypedResults.Problem($"You have no order {number}.", statusCode: StatusCodes.Status404NotFound);
}
