using System.Globalization;

namespace Demo.Orders;

/// <summary>An order that has been placed. It is also the payload of <c>order.placed</c>.</summary>
internal sealed record Order
{
    private const string KeyPrefix = "order ";

    public required long Number { get; init; }

    /// <summary>Gets whose it is: see <see cref="CustomerCookie"/>.</summary>
    public required string Customer { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string ProductId { get; init; }

    public required string ProductName { get; init; }

    public required long Quantity { get; init; }

    /// <summary>Gets what it costs in all, in cents of a euro.</summary>
    public required long Total { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>Gets the unique key of its event, by which its jobs are found.</summary>
    public string EventKey => KeyPrefix + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads the number from such a key; <see langword="null"/> where it is none of an order.</summary>
    public static long? NumberOf(string? eventKey) =>
        eventKey?.StartsWith(KeyPrefix, StringComparison.Ordinal) is true && long.TryParse(eventKey.AsSpan(KeyPrefix.Length), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
