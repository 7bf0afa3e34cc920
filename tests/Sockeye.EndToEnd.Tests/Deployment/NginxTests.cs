using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.EndToEnd.Tests.Playing;
using Sockeye.TestKit;

namespace Sockeye.EndToEnd.Tests.Deployment;

/// <summary>Two servers behind nginx, configured as docs/deployment.md says.</summary>
public sealed class NginxTests(Stage stage) : IAsyncLifetime
{
    private const int Clients = 24;

    private SockeyeHost _first = null!;
    private SockeyeHost _second = null!;
    private Nginx _nginx = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _first = await SockeyeHost.StartAsync(Behind("first"));
        _second = await SockeyeHost.StartAsync(Behind("second"));
        _nginx = await Nginx.StartAsync(new Uri(_first.Url).Port, new Uri(_second.Url).Port, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Theory, OverEveryTransport]
    public async Task The_official_client_sees_no_proxy(Mode mode)
    {
        var trace = await stage.PlayAtAsync(new Play("the handshake", mode), _nginx.Url, Cancelled);

        var seen = trace![0]![0]!;
        Assert.Equal("127.0.0.1", seen["address"]!.GetValue<string>());
        Assert.Equal("é", seen["auth"]!["token"]!.GetValue<string>());
    }

    [Fact]
    public async Task Every_address_sticks_to_its_server_and_all_share_them()
    {
        for (var number = 1; number <= Clients; number++)
        {
            using var http = ClientAt($"127.0.1.{number}");
            var id = await OpenAsync(http);
            for (var turn = 0; turn < 3; turn++)
            {
                using var posted = await http.PostAsync(Polling(id), new StringContent(turn == 0 ? "40" : "42[\"nothing\"]"), Cancelled);
                Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
            }

            Assert.StartsWith("40{", await http.GetStringAsync(Polling(id), Cancelled), StringComparison.Ordinal);
        }

        Assert.Equal(Clients, _first.Io.ConnectionCount + _second.Io.ConnectionCount);
        Assert.InRange(_first.Io.ConnectionCount, 1, Clients - 1);
        var addresses = _first.Io.Sockets.Concat(_second.Io.Sockets).Select(static socket => socket.Handshake.Address!.ToString()).Distinct();
        Assert.Equal(Clients, addresses.Count());
        Assert.All(_first.Io.Sockets, static socket => Assert.True(socket.Handshake.IsSecure));
    }

    [Fact]
    public async Task Pages_of_the_site_may_open_a_WebSocket_and_those_of_others_may_not()
    {
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await UpgradeAsync(_nginx.SecureUrl));
        Assert.Equal(HttpStatusCode.Forbidden, await UpgradeAsync("https://elsewhere.example"));
    }

    [Fact]
    public async Task While_one_server_is_drained_new_clients_come_to_the_other()
    {
        var draining = _first.Io.DrainAsync(TimeSpan.FromSeconds(1), Cancelled);
        for (var number = 1; number <= Clients; number++)
        {
            using var http = ClientAt($"127.0.1.{number}");
            Assert.StartsWith("second-", await OpenAsync(http), StringComparison.Ordinal);
        }

        await draining;
        Assert.Equal(Clients, _second.Io.ConnectionCount);
    }

    [Fact]
    public async Task What_MaxPayload_allows_comes_through()
    {
        using var http = ClientAt("127.0.1.1");
        var id = await OpenAsync(http);
        using var joined = await http.PostAsync(Polling(id), new StringContent("40"), Cancelled);
        using var large = await http.PostAsync(Polling(id), new StringContent($"42[\"nothing\",\"{new string('x', 900_000)}\"]"), Cancelled);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (joined.StatusCode, large.StatusCode));
    }

    private static HostOptions Behind(string name) => new()
    {
        Configure = options => options.GenerateId = _ => ValueTask.FromResult($"{name}-{Guid.NewGuid():N}"),
        Services = static services => services.Configure<ForwardedHeadersOptions>(
            static options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto),
        Pipeline = static app => app.UseForwardedHeaders(),
    };

    private static Uri Polling(string? id) => new($"/socket.io/?EIO=4&transport=polling{(id is null ? "" : $"&sid={id}")}", UriKind.Relative);

    private static async Task<string> OpenAsync(HttpClient http) =>
        JsonNode.Parse((await http.GetStringAsync(Polling(null), Cancelled))[1..])!["sid"]!.GetValue<string>();

    /// <summary>Makes a client that comes from an address of its own.</summary>
    private HttpClient ClientAt(string address)
    {
        var handler = TestCertificate.TrustingHandler();
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new System.Net.Sockets.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return new HttpClient(handler) { BaseAddress = new Uri(_nginx.SecureUrl) };
    }

    private async Task<HttpStatusCode> UpgradeAsync(string origin)
    {
        using var http = ClientAt("127.0.1.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket.io/?EIO=4&transport=websocket") { Version = HttpVersion.Version11 };
        foreach (var (name, value) in new[]
        {
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Origin", origin),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        return answer.StatusCode;
    }
}
