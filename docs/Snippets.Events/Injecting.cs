namespace Snippets.Events;

internal static class Injecting
{
    public static async Task AnApplication()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");           // a free port, for the sake of this example
        builder.Services.AddScoped<Mailer>();
        builder.Services.AddSockeyeEvents()
            .AddEvent(Shop.Ordered)                              // the events there are; a handler of any other is a mistake
            .AddHandlers<Receipts>()                             // methods with [On]
            .AddHandler<Stock, Order>(Shop.Ordered);             // or a class for one typed key

        await using var app = builder.Build();
        app.MapPost("/orders/{number}", async (int number, EventEmitter events) =>
        {
            await events.EmitAsync(Shop.Ordered, new Order(number, 9.50m));
            return Results.Accepted();
        });
        await app.StartAsync();

        using var http = new HttpClient();
        var answer = await http.PostAsync(new Uri($"{app.Urls.First()}/orders/1"), null);
        Console.WriteLine($"{(int)answer.StatusCode}");
        await app.StopAsync();                                   // waits for handlers that still run
    }

    public static async Task CheckedAtTheStart()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSockeyeEvents()
            .AddEvent("ordered", typeof(int))
            .AddHandler<Stock, Order>(Shop.Ordered);             // takes an Order

        using var app = builder.Build();
        try
        {
            await app.StartAsync();
        }
        catch (EventHandlerException exception)
        {
            Console.WriteLine(exception.Problems[0]);
        }
    }

    public static async Task SeveralEmitters()
    {
        var services = new ServiceCollection();
        services.AddSockeyeEvents();
        services.AddSockeyeEvents("audit", options => options.MaxListeners = 50);
        await using var provider = services.BuildServiceProvider();

        var events = provider.GetRequiredService<EventEmitter>();
        var audit = provider.GetRequiredKeyedService<EventEmitter>("audit");
        audit.On("ordered", (Order order) => Console.WriteLine($"audit: {order.Number}"));
        events.Pipe("ordered", audit);

        events.Emit(Shop.Ordered, new Order(1, 9.50m));
    }
}
