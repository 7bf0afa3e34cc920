namespace Snippets.Events;

public static class Shop
{
    public static readonly EventKey Opened = new("opened");
    public static readonly EventKey<Order> Ordered = new("ordered");
}
