namespace Demo.Orders;

/// <summary>An order as its customer sees it.</summary>
internal sealed record OrderView(
    long Number, string ProductName, long Quantity, long Total, string Email, DateTimeOffset PlacedAt, IReadOnlyList<OrderStep> Steps)
{
    public static OrderView Of(Order order, IReadOnlyList<OrderStep> steps) =>
        new(order.Number, order.ProductName, order.Quantity, order.Total, order.Email, order.PlacedAt, steps);
}
