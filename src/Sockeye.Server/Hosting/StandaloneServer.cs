using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sockeye;

/// <summary>A Socket.IO server with a web server of its own, which answers 404 to whatever else it is asked.</summary>
/// <remarks>
/// For programs that are no web application. Logs go to the console, and settings are read as ASP.NET Core does by default
/// (<c>appsettings.json</c>, environment).
/// </remarks>
public sealed class StandaloneServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandaloneServer(WebApplication app, SocketServer io)
    {
        _app = app;
        Io = io;
        Addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(static address => new Uri(address))];
    }

    /// <summary>Gets the Socket.IO server.</summary>
    public SocketServer Io { get; }

    /// <summary>Gets the addresses it listens on, with the port that was found where 0 was asked for.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>Starts a server that listens on a port of every network interface, without TLS, as Node's <c>new Server(port)</c> does.</summary>
    /// <param name="port">The port; 0 takes one that is free.</param>
    /// <param name="use">Adds namespaces, middleware and listeners, before the first client can connect.</param>
    /// <param name="configure">Sets options.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such port.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<StandaloneServer> StartAsync(
        int port, Action<SocketServer> use, Action<SocketServerOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        return StartAsync(kestrel => kestrel.ListenAnyIP(port), use, configure, cancellationToken);
    }

    /// <summary>Starts a server that listens where it is told to, with TLS where it is told to.</summary>
    /// <param name="listen">Says where to listen.</param>
    /// <param name="use">Adds namespaces, middleware and listeners, before the first client can connect.</param>
    /// <param name="configure">Sets options.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">An address is taken.</exception>
    public static async Task<StandaloneServer> StartAsync(
        Action<KestrelServerOptions> listen,
        Action<SocketServer> use,
        Action<SocketServerOptions>? configure = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(use);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(listen);
        builder.Services.AddSockeye(configure);
        var app = builder.Build();
        try
        {
            var io = app.MapSockeye();
            use(io);
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new StandaloneServer(app, io);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the process is asked to end, by Ctrl+C or a signal, and closes the server then.</summary>
    /// <param name="cancellationToken">Closes the server as well.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Disconnects every client, waits for the handlers that still run, and closes the web server: its port is free then.</summary>
    /// <param name="cancellationToken">Ends the wait for connections and handlers.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
