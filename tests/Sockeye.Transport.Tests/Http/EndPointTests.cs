using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sockeye.TestKit;
using Sockeye.Transport.Connections;
using Sockeye.Transport.Tests.Support;

namespace Sockeye.Transport.Tests.Http;

public sealed class EndPointTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_end_points_are_served_by_one_transport()
    {
        await using var host = await TransportHost.StartAsync(
            static app => app.MapGet("/", static (HttpContext context) => $"{context.Connection.LocalPort}"),
            static kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.Listen(IPAddress.IPv6Loopback, 0);
            });
        using var http = new HttpClient();

        Assert.Equal(3, host.Urls.Count);
        foreach (var url in host.Urls)
        {
            Assert.Equal($"{url.Port}", await http.GetStringAsync(url, CancellationToken).DefaultTimeout());
        }
    }

    [Fact]
    public async Task Any_address_takes_clients_of_both_families()
    {
        await using var host = await TransportHost.StartAsync(static app => app.MapGet("/", static () => "here"), static kestrel => kestrel.ListenAnyIP(0));
        var port = host.Urls.Single(static url => url.Host is not "127.0.0.1").Port;
        using var http = new HttpClient();

        Assert.Equal("here", await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}"), CancellationToken).DefaultTimeout());
        Assert.Equal("here", await http.GetStringAsync(new Uri($"http://[::1]:{port}"), CancellationToken).DefaultTimeout());
    }

    [Fact]
    public async Task A_port_in_use_is_named_when_the_server_starts()
    {
        await using var host = await TransportHost.StartAsync(static _ => { });

        var exception = await Assert.ThrowsAsync<IOException>(() => TransportHost.StartAsync(static _ => { }, kestrel => kestrel.Listen(IPAddress.Loopback, host.Url.Port)));

        Assert.IsType<AddressInUseException>(exception.InnerException);
        Assert.Contains($"{host.Url.Port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_comes_back_on_its_port_while_connections_of_the_former_one_linger()
    {
        int port;
        await using (var first = await TransportHost.StartAsync(static app => app.MapGet("/", static () => "first")))
        {
            port = first.Url.Port;
            using var client = await first.ConnectAsync();
            Assert.Equal("first", await client.GetAsync("/"));
        }

        await using var second = await TransportHost.StartAsync(static app => app.MapGet("/", static () => "second"), kestrel => kestrel.Listen(IPAddress.Loopback, port));
        using var http = new HttpClient();
        Assert.Equal("second", await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}"), CancellationToken).DefaultTimeout());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_Unix_socket_is_left_to_Kestrels_own_transport(bool transportComesFirst)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("sockeye-transport-").FullName, "socket");
        using var app = new HostBuilder().ConfigureWebHost(web =>
        {
            _ = transportComesFirst ? web.UseSockeyeTransport().UseKestrel() : web.UseKestrel().UseSockeyeTransport();
            web.ConfigureLogging(static logging => logging.ClearProviders())
                .ConfigureKestrel(kestrel =>
                {
                    kestrel.ListenUnixSocket(path);
                    kestrel.Listen(IPAddress.Loopback, 0);
                })
                .Configure(static pipeline => pipeline.Run(static context => context.Response.WriteAsync(KindOf(context))));
        }).Build();
        await app.StartAsync(CancellationToken).DefaultTimeout();
        var port = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
            .GetRequiredFeature<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>().Addresses
            .Where(static address => address.Contains("127.0.0.1", StringComparison.Ordinal)).Select(static address => new Uri(address).Port).Single();
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (target, cancellationToken) =>
            {
                var isUnix = target.DnsEndPoint.Port == 1;
                var socket = new Socket(isUnix ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(isUnix ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });

        Assert.Equal("another", await http.GetStringAsync(new Uri("http://localhost:1"), CancellationToken).DefaultTimeout());
        Assert.Equal("ours", await http.GetStringAsync(new Uri("http://localhost:2"), CancellationToken).DefaultTimeout());
        await app.StopAsync(CancellationToken).DefaultTimeout();

        static string KindOf(HttpContext context) => context.Features.Get<IConnectionSocketFeature>() is SocketConnection ? "ours" : "another";
    }

    [Fact]
    public async Task Using_the_transport_twice_is_using_it_once_with_both_settings()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSockeyeTransport(static options => options.Backlog = 7).UseSockeyeTransport(static options => options.NoDelay = false);
        await using var app = builder.Build();

        var factories = app.Services.GetServices<IConnectionListenerFactory>().ToArray();
        Assert.Single(factories.OfType<EpollConnectionListenerFactory>());
        Assert.IsType<EpollConnectionListenerFactory>(factories[^1]); // which Kestrel asks first
        var options = app.Services.GetRequiredService<IOptions<EpollTransportOptions>>().Value;
        Assert.Equal((7, false), (options.Backlog, options.NoDelay));
    }

    [Fact]
    public async Task Wrong_settings_stop_the_server_before_it_listens_and_are_all_named()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TransportHost.StartAsync(static _ => { }, transport: static options =>
        {
            options.Backlog = 0;
            options.MaxReadBufferSize = -1;
            options.MaxWriteBufferSize = 0;
        }));

        Assert.Equal(
            ["Backlog must be at least 1, and is 0.", "MaxReadBufferSize must be at least 1, and is -1.", "MaxWriteBufferSize must be at least 1, and is 0."],
            exception.Failures);
    }

    [Fact]
    public async Task The_smallest_settings_work()
    {
        await using var host = await TransportHost.StartAsync(
            static app => app.MapGet("/{text}", static (string text) => text),
            transport: static options => (options.Backlog, options.MaxReadBufferSize, options.MaxWriteBufferSize, options.NoDelay) = (1, 1, 1, false));
        using var client = await host.ConnectAsync();

        Assert.Equal("still", await client.GetAsync("/still"));
    }
}
