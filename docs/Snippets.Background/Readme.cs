namespace Snippets.Background;

internal static class Readme
{
    public static void Events(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSockeyeBackground(background => background
            .UseSqlite("data/jobs.db")                                   // or UsePostgres, for many nodes
            .On<Order, SendMail>("order.placed")                         // a class, with services injected
            .On<Order>("order.placed", "log", (order, context) =>        // a lambda, with a name
            {
                context.Services.GetRequiredService<ILogger<Order>>().LogInformation("order {Number} of {Total}", order.Number, order.Total);
                return Task.CompletedTask;
            })
            .Cron("birthdays", "0 9 * * *", "Europe/Berlin", context =>   // its slot is in UTC: at 9 in Berlin that is the same day
                context.Services.GetRequiredService<Wishes>().SendAsync(DateOnly.FromDateTime(context.Slot!.Value.Date), context.CancellationToken)));

        var app = builder.Build();
        app.MapPost("/orders", async (Order order, IBackgroundEvents background, CancellationToken cancellationToken) =>
        {
            var placed = await background.EmitAsync("order.placed", order, cancellationToken: cancellationToken);
            return Results.Accepted(value: placed.EventId);              // on disk by now, whatever becomes of this process
        });
        app.Run();
    }
}
