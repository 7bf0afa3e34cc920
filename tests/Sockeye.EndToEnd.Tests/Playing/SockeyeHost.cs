using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.EndToEnd.Tests.Handlers;
using Sockeye.TestKit;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>A Sockeye server on Kestrel in this process, with the handlers of the plays; it can come back on the same port.</summary>
internal sealed class SockeyeHost : IAsyncDisposable
{
    private readonly HostOptions _options;
    private readonly ErrorCollector _errors = new();
    private WebApplication _app = null!;
    private int _port;

    private SockeyeHost(HostOptions options) => _options = options;

    public string Url => $"http://127.0.0.1:{_port}";

    public SocketServer Io { get; private set; } = null!;

    public Journal Journal { get; private set; } = null!;

    public Signals Signals { get; private set; } = null!;

    public IReadOnlyCollection<string> Errors => _errors.Errors;

    public static async Task<SockeyeHost> StartAsync(HostOptions? options = null)
    {
        var host = new SockeyeHost(options ?? new HostOptions());
        await host.StartAppAsync();
        return host;
    }

    public async Task<JsonNode?> RestartAsync()
    {
        await StopAppAsync();
        await StartAppAsync();
        return null;
    }

    /// <summary>Every session has ended, and nothing of it is left in the server; nothing failed that the log would call an error.</summary>
    public async Task IsLeftCleanAsync()
    {
        await Eventually.IsTrueAsync(
            () => Io.ConnectionCount == 0 && Io.Engine.SessionCount == 0 && Io.Sockets.Count == 0 && Io.Namespaces.All(ns => ns.SocketCount == 0),
            () => $"{Io.ConnectionCount} connections, {Io.Engine.SessionCount} sessions, {Io.Namespaces.Sum(ns => ns.SocketCount)} sockets.");
        await Eventually.IsTrueAsync(() => Io.Engine.Timers.Count == 0, () => $"{Io.Engine.Timers.Count} timers.");
        Assert.True(Errors.Count == _options.ErrorsExpected, $"{Errors.Count} errors in the log:\n{string.Join('\n', Errors)}");
    }

    public async ValueTask DisposeAsync() => await StopAppAsync();

    private async Task StartAppAsync()
    {
        (Journal, Signals) = (new Journal(), new Signals());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_errors);
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        if (_options.OwnTransport)
        {
            builder.WebHost.UseSockeyeTransport();
        }

        builder.Services.AddSockeye(_options.ApplyTo);
        _options.Services?.Invoke(builder.Services);
        _app = builder.Build();
        _options.Pipeline?.Invoke(_app);
        _app.MapGet("/journal", async (string topic, int count, HttpContext context) =>
            Results.Json(await Journal.ReadAsync(topic, count, context.RequestAborted)));
        _app.MapPost("/signal", (string name) =>
        {
            Signals.Give(name);
            return Results.NoContent();
        });
        Io = _app.MapSockeye();
        PlayHandlers.AddTo(Io, this);
        _options.Use?.Invoke(Io, this);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _port = new Uri(addresses.Addresses.Single()).Port;
    }

    private async Task StopAppAsync()
    {
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
    }
}
