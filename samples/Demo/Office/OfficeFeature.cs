using Demo.Work;

namespace Demo.Office;

/// <summary>The back office of the shop: its jobs, dead letters, queues and stock. Everybody may see it; yours asks for a log-in.</summary>
internal static class OfficeFeature
{
    public static void AddOffice(this IServiceCollection services) => services.AddSingleton<DeadLetters>();

    public static void MapOffice(this WebApplication app)
    {
        app.Services.GetRequiredService<ChangeFeed>().Open();
        JobRoutes.Map(app);
        QueueRoutes.Map(app);
        StockRoutes.Map(app);
    }
}
