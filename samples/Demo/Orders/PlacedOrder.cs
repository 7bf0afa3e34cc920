namespace Demo.Orders;

/// <summary>The answer to a new order.</summary>
/// <param name="Order">The order, with its steps as they were when it was answered.</param>
/// <param name="AnsweredIn">How long the server took, in milliseconds.</param>
internal sealed record PlacedOrder(OrderView Order, double AnsweredIn);
