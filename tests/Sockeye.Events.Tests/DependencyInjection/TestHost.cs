using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.Events.Tests.Diagnostics;

namespace Sockeye.Events.Tests.DependencyInjection;

/// <summary>Real web applications on a free port, whose log is kept.</summary>
internal static class TestHost
{
    public static WebApplication Build(Action<IServiceCollection> register, CollectingLogger? logger = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (logger is not null)
        {
            builder.Logging.AddProvider(new Provider(logger));
        }

        builder.Services.AddSingleton<Diary>();
        builder.Services.AddScoped<Basket>();
        register(builder.Services);
        return builder.Build();
    }

    private sealed class Provider(ILogger logger) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
            // The test owns the logger.
        }
    }
}
