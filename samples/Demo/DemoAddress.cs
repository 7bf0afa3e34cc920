using Demo.Data;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Demo;

/// <summary>Where the demo listens: port 3000 of this machine, unless configuration says otherwise.</summary>
internal static class DemoAddress
{
    private const string Default = "http://localhost:3000";

    // Each of these is how ASP.NET Core is told where to listen: --urls, ASPNETCORE_URLS, ASPNETCORE_HTTP_PORTS, Kestrel__Endpoints__...
    private static readonly string[] Settings = ["urls", "http_ports", "https_ports"];

    public static void UseDemoAddress(this WebApplicationBuilder builder)
    {
        if (Settings.All(setting => string.IsNullOrEmpty(builder.Configuration[setting]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(Default);
        }

        // The host writes the stack trace of a port that is taken; RunDemoAsync says it in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    /// <summary>Runs until it is stopped.</summary>
    /// <returns>The exit code: 1 where the address is in use, the database is a newer program's, or a setting is none.</returns>
    public static async Task<int> RunDemoAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{exception.Message} Another program listens there: stop it, or choose another address, for example: dotnet run --project samples/Demo -- --urls http://localhost:3001");
            await app.DisposeAsync();
            return 1;
        }

        catch (Exception exception) when (exception is DatabaseVersionException or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            await app.DisposeAsync();
            return 1;
        }

        await Console.Out.WriteLineAsync($"The demo is at {string.Join(" and ", app.Urls)} (Ctrl+C stops it)");
        await app.WaitForShutdownAsync();
        await app.DisposeAsync();
        return 0;
    }
}
