using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sockeye.Server.Tests;

/// <summary>A real web server on a free port with a Socket.IO server in it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app, SocketServer io)
    {
        _app = app;
        Io = io;
    }

    public SocketServer Io { get; }

    public Uri Address { get; private init; } = null!;

    public static async Task<RunningServer> StartAsync(
        Action<SocketServer>? use = null,
        Action<SocketServerOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<IServiceProvider>? started = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSockeye(configure);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var io = app.MapSockeye();
        use?.Invoke(io);
        await app.StartAsync(TestContext.Current.CancellationToken);
        started?.Invoke(app.Services);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new RunningServer(app, io) { Address = new Uri(addresses.Addresses.Single()) };
    }

    public Task<WireClient> ConnectAsync(string connect = "40") => WireClient.ConnectAsync(Address, connect);

    /// <summary>Stops the application, as a signal to the process does.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
