using Demo.Data;

namespace Demo.Work;

/// <summary>Background events, in the file of the demo's own database: one transaction has an order and its event.</summary>
internal static class WorkFeature
{
    public static void AddWork(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChangeFeed>();
        builder.Services.AddSockeyeBackground(background => background
            .UseSqlite(new DataFolder(builder.Configuration).PathOf(Database.FileName))
            .Configure(options => options.LeaseTime = WorkSettings.From(builder.Configuration).LeaseTime));
    }
}
