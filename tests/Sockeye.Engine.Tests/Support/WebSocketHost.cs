using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sockeye.Engine.Tests.Support;

/// <summary>A raw WebSocket endpoint on a port of its own.</summary>
internal sealed class WebSocketHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentBag<RawWebSocket> _sockets = [];

    private WebSocketHost(WebApplication app, WebSocketServer server, LoggedErrors errors)
    {
        _app = app;
        Server = server;
        Errors = errors;
        Url = new Uri(app.Urls.First());
    }

    public WebSocketServer Server { get; }

    public LoggedErrors Errors { get; }

    public Uri Url { get; }

    public static async Task<WebSocketHost> StartAsync(
        Action<WebSocketClient> onConnection,
        Action<WebSocketServerOptions>? configure = null,
        TimeProvider? time = null,
        Action<ListenOptions>? listen = null,
        Action<WebApplication>? pipeline = null,
        IMeterFactory? meters = null)
    {
        var errors = new LoggedErrors();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(errors).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, 0, listen ?? (static _ => { })));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        if (meters is not null)
        {
            builder.Services.AddSingleton(meters);
        }

        var app = builder.Build();
        pipeline?.Invoke(app);
        var sockets = app.MapWebSockets("/ws", onConnection, configure);
        await app.StartAsync();
        return new WebSocketHost(app, sockets, errors);
    }

    /// <summary>Opens a WebSocket; the handshake must succeed.</summary>
    public async Task<RawWebSocket> OpenAsync(string headers = "")
    {
        var response = await AskAsync(headers);
        Assert.Equal(101, response.Answer.Status);
        return response.Socket;
    }

    /// <summary>Asks for a WebSocket.</summary>
    public async Task<(RawWebSocket Socket, RawResponse Answer)> AskAsync(string headers = "")
    {
        var connection = await RawConnection.OpenAsync(Url);
        await connection.SendAsync($"GET /ws HTTP/1.1\n{RawWebSocket.Handshake}{headers}");
        var socket = new RawWebSocket(connection);
        _sockets.Add(socket);
        return (socket, await connection.ReadResponseAsync());
    }

    /// <summary>Begins to stop the application, which closes its WebSockets.</summary>
    public void BeginStopping() => _app.Lifetime.StopApplication();

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
        {
            await socket.DisposeAsync(); // one that is left open would be waited for
        }

        await _app.StopAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        await Server.DisposeAsync().DefaultTimeout();
        await _app.DisposeAsync();
        Assert.Empty(Errors.Entries);
    }
}
