using Demo.Orders.Steps;
using Demo.Shell;
using Demo.Work;
using Sockeye;

namespace Demo.Orders;

/// <summary>A shop that answers at once and does the work in the background.</summary>
internal static class OrdersFeature
{
    /// <summary>The namespace that customers' sockets connect to.</summary>
    public const string Namespace = "/orders";

    public static void AddOrders(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Catalogue>();
        builder.Services.AddSingleton<OrderBook>();
        builder.Services.AddSingleton<Checkout>();
        builder.Services.AddSingleton<OrderProgress>();
        builder.Services.AddSingleton<OrderFollower>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<OrderFollower>());
        builder.Services.AddSockeyeBackground(background => OrderListeners.Add(background, WorkSettings.From(builder.Configuration)));
        builder.Services.AddSection(new Section(
            "Orders",
            "/orders/",
            "An order is answered at once; e-mail, SMS and stock follow in the background: retries, a circuit breaker, dead letters, wishes on a schedule.")
        {
            Pages =
            [
                new("Shop", "/orders/"),
                new("Back office", "/orders/office/"),
                new("Mailbox", "/orders/mailbox/"),
                new("SMS gateway", "/orders/sms/"),
                new("Birthdays", "/orders/birthdays/"),
            ],
        });
    }

    public static void MapOrders(this WebApplication app, SocketServer io)
    {
        OrderRoutes.Map(app);
        io.Of(Namespace)
            .Use(socket => CustomerCookie.CustomerOf(socket.Handshake.Headers) is null
                ? ConnectionResult.Refuse("Nobody knows you yet: open /orders/ first, which gives you a cookie.")
                : ConnectionResult.Accept)
            .OnConnection(async socket => await socket.JoinAsync(OrderFollower.RoomOf(CustomerCookie.CustomerOf(socket.Handshake.Headers)!)));
    }
}
