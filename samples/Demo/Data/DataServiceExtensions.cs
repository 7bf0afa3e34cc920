using Microsoft.AspNetCore.DataProtection;

namespace Demo.Data;

internal static class DataServiceExtensions
{
    /// <summary>Adds the folder of the demo's data, its database, and the keys that its cookies are encrypted with.</summary>
    public static void AddDemoData(this WebApplicationBuilder builder)
    {
        var folder = new DataFolder(builder.Configuration);
        builder.Services.AddSingleton(folder);
        builder.Services.AddSingleton(new Database(folder, builder.Configuration.GetValue<long?>("Data:MostBytes")));
        builder.Services.AddSingleton<DatabaseWriter>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<DatabaseWriter>());

        builder.Services.AddExceptionHandler<FullDisk>();

        // Beside the database: who was logged in before a restart is so afterwards.
        builder.Services.AddDataProtection().SetApplicationName("sockeye-demo").PersistKeysToFileSystem(new DirectoryInfo(folder.SubfolderOf("keys")));

        // It warns that the keys are not encrypted: they lie in the folder of the data that they protect.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
