namespace Demo.Orders;

/// <summary>Something to buy.</summary>
internal sealed record Product
{
    /// <summary>Gets what requests call it.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets its price in cents of a euro.</summary>
    public required long Price { get; init; }

    /// <summary>Gets how many there are.</summary>
    public required long Stock { get; init; }
}
