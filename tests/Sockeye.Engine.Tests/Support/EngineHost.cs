using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sockeye.Engine.Tests.Support;

/// <summary>An engine behind a real Kestrel on a free port, and everything that went wrong in it.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LoggedErrors _errors;

    private EngineHost(WebApplication app, EngineServer engine, ConcurrentQueue<RecordingHandler> sessions, LoggedErrors errors)
    {
        _app = app;
        _errors = errors;
        Engine = engine;
        Sessions = sessions;
        Url = new Uri(app.Urls.First());
        Http = new HttpClient { BaseAddress = Url };
    }

    public EngineServer Engine { get; }

    /// <summary>Gets what the sessions' handlers have heard, in the order in which the sessions were opened.</summary>
    public ConcurrentQueue<RecordingHandler> Sessions { get; }

    public Uri Url { get; }

    public HttpClient Http { get; }

    public static async Task<EngineHost> StartAsync(
        Action<EngineOptions>? configure = null,
        TimeProvider? time = null,
        Func<EngineSession, RecordingHandler>? onSession = null,
        Action<KestrelServerOptions>? kestrel = null,
        Action<WebApplication>? pipeline = null,
        IMeterFactory? meters = null)
    {
        var options = new EngineOptions();
        configure?.Invoke(options);
        var errors = new LoggedErrors();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(errors).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            kestrel?.Invoke(server); // before the endpoint is made: it takes the defaults over
            server.Listen(System.Net.IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var sessions = new ConcurrentQueue<RecordingHandler>();
        var engine = new EngineServer(
            options,
            session =>
            {
                var handler = onSession?.Invoke(session) ?? new RecordingHandler(session);
                sessions.Enqueue(handler);
                return handler;
            },
            time ?? TimeProvider.System,
            app.Services.GetRequiredService<ILoggerFactory>(),
            meters);
        pipeline?.Invoke(app);
        app.Map("/engine.io/{**rest}", (HttpContext context) => engine.HandleRequestAsync(context));
        await app.StartAsync();
        return new EngineHost(app, engine, sessions, errors);
    }

    /// <summary>Takes what was logged, where a test expects it.</summary>
    public string[] TakeErrors()
    {
        var entries = _errors.Entries.ToArray();
        _errors.Entries.Clear();
        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Engine.DisposeAsync().DefaultTimeout();
        using var impatient = new CancellationTokenSource(TimeSpan.Zero, TimeProvider.System);
        await _app.StopAsync(impatient.Token);
        await _app.DisposeAsync();
        Assert.Empty(_errors.Entries);
    }
}
