using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Transport.Tests.Support;

/// <summary>A web server on the transport, at a free port of loopback.</summary>
internal sealed class TransportHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _connections;

    private TransportHost(WebApplicationBuilder builder, Action<WebApplication> pipeline, RecordingLogger log)
    {
        Log = log;
        _app = builder.Build();
        pipeline(_app);
    }

    /// <summary>Gets how many connections the server has now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public RecordingLogger Log { get; }

    public Uri Url => new(_app.Urls.First());

    public IReadOnlyList<Uri> Urls => [.. _app.Urls.Select(static url => new Uri(url))];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static async Task<TransportHost> StartAsync(
        Action<WebApplication> pipeline,
        Action<KestrelServerOptions>? kestrel = null,
        Action<ListenOptions>? endPoint = null,
        Action<EpollTransportOptions>? transport = null)
    {
        var log = new RecordingLogger();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        TransportHost? host = null;
        builder.WebHost.UseKestrelHttpsConfiguration().UseSockeyeTransport(transport).ConfigureKestrel(server =>
        {
            kestrel?.Invoke(server);
            server.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Use(next => connection => host!.CountAsync(next, connection));
                endPoint?.Invoke(listen);
            });
        });
        host = new TransportHost(builder, pipeline, log);
        await host._app.StartAsync(CancellationToken).DefaultTimeout();
        return host;
    }

    /// <summary>Opens a plain connection.</summary>
    public async Task<PlainClient> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Url.Port, CancellationToken).AsTask().DefaultTimeout();
        return new PlainClient(socket);
    }

    public Task HasNoConnectionLeftAsync() => Eventually.IsTrueAsync(() => Connections == 0, () => $"{Connections} are left.");

    /// <summary>Waits until something has happened, and then until the server has let every connection go.</summary>
    public async Task HasNoConnectionLeftAfterAsync(Func<bool> happened)
    {
        await Eventually.IsTrueAsync(happened);
        await HasNoConnectionLeftAsync();
    }

    public Task StopAsync(CancellationToken impatient) => _app.StopAsync(impatient);

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.Zero, TimeProvider.System);
        await _app.StopAsync(impatient.Token).DefaultTimeout();
        await HasNoConnectionLeftAsync();
        await _app.DisposeAsync().AsTask().DefaultTimeout();
    }

    private async Task CountAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        Assert.IsType<Transport.Connections.SocketConnection>(connection.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionSocketFeature>());
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}
