namespace Demo.Orders;

/// <summary>The names of the events of orders.</summary>
internal static class OrderEvents
{
    /// <summary>In the background: an <see cref="Order"/> was placed.</summary>
    public const string Placed = "order.placed";

    /// <summary>To the customer's own sockets: an <see cref="OrderView"/> with how far its steps are.</summary>
    public const string Changed = "order.changed";
}
