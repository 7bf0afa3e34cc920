using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Accounts;

/// <summary>The demo behind nginx with the configuration of docs/deployment, which ends TLS.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private SampleProcess _demo = null!;
    private Nginx _nginx = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _demo = await SampleProcess.StartAsync("Demo", settings: ["--Proxy:Known=127.0.0.1", "--Accounts:AttemptsPerAddress=2"]);
        _nginx = await Nginx.StartAsync(_demo.Port, _demo.Port, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        await _demo.DisposeAsync();
    }

    [Fact]
    public async Task Pages_of_the_site_may_send_and_their_cookies_are_for_TLS_alone()
    {
        using var http = ClientAt("127.0.2.1");

        using var own = await SignUpAsync(http, _nginx.SecureUrl);
        using var plain = await SignUpAsync(http, _nginx.SecureUrl.Replace("https", "http", StringComparison.Ordinal));
        using var other = await SignUpAsync(http, "https://other.example");

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], new[] { own, plain, other }.Select(static answer => answer.StatusCode));
        Assert.Equal(2, own.Headers.GetValues("Set-Cookie").Count(static cookie => cookie.Contains("; secure", StringComparison.Ordinal)));
        using var socket = await http.GetAsync(new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, socket.StatusCode);
    }

    [Fact]
    public async Task Everybody_has_the_attempts_of_their_own_address_whatever_they_say_to_be()
    {
        using var one = ClientAt("127.0.2.1");
        using var other = ClientAt("127.0.2.2");
        one.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        Assert.Equal(HttpStatusCode.Unauthorized, await GuessAsync(one));
        Assert.Equal(HttpStatusCode.Unauthorized, await GuessAsync(one));
        Assert.Equal(HttpStatusCode.TooManyRequests, await GuessAsync(one));
        Assert.Equal(HttpStatusCode.Unauthorized, await GuessAsync(other));
    }

    private static async Task<HttpResponseMessage> SignUpAsync(HttpClient http, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/students/sign-up")
        {
            Content = JsonContent.Create(new { name = "Robin Vale", email = $"{Guid.NewGuid():n}@example.com", Visitor.Password }),
        };
        request.Headers.Add("Origin", origin);
        return await http.SendAsync(request, Cancelled);
    }

    private static async Task<HttpStatusCode> GuessAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/api/students/log-in", new { email = $"{Guid.NewGuid():n}@example.com", password = "a guess" }, Cancelled);
        return answer.StatusCode;
    }

    /// <summary>Makes a client that comes from an address of its own.</summary>
    private HttpClient ClientAt(string address)
    {
        var handler = TestCertificate.TrustingHandler();
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new System.Net.Sockets.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return new HttpClient(handler) { BaseAddress = new Uri(_nginx.SecureUrl) };
    }
}
