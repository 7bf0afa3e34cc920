using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sockeye.TestKit;
using Sockeye.Transport.Tests.Support;

namespace Sockeye.Transport.Tests.Http;

public sealed class TlsTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1", HttpProtocols.Http1)]
    [InlineData("2.0", HttpProtocols.Http2)]
    public async Task Requests_and_their_bodies_go_over_it(string version, HttpProtocols protocols)
    {
        using var certificate = SelfMade();
        await using var host = await TransportHost.StartAsync(
            static app => app.MapPost("/{i}", static async (int i, HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                context.Response.Headers["x-number"] = $"{i}";
                await context.Response.Body.WriteAsync(body.ToArray());
            }),
            endPoint: listen =>
            {
                listen.Protocols = protocols;
                listen.UseHttps(certificate);
            });
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://localhost:{host.Url.Port}"),
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var sent = RandomNumberGenerator.GetBytes(1_000_000);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var answer = await http.PostAsync(new Uri($"/{i}", UriKind.Relative), new ByteArrayContent(sent), CancellationToken).DefaultTimeout();
            Assert.Equal(Version.Parse(version), answer.Version);
            Assert.Equal($"{i}", answer.Headers.GetValues("x-number").Single());
            Assert.Equal(sent, await answer.Content.ReadAsByteArrayAsync(CancellationToken).DefaultTimeout());
        }));
        Assert.True(version != "2.0" || host.Connections == 1);
    }

    [Fact]
    public async Task A_client_that_speaks_no_TLS_is_let_go()
    {
        using var certificate = SelfMade();
        await using var host = await TransportHost.StartAsync(static app => app.MapGet("/", static () => "never"), endPoint: listen => listen.UseHttps(certificate));
        using var client = await host.ConnectAsync();

        await client.SendAsync(PlainClient.Get("/"));

        await client.ReceiveToEndAsync();
        await host.HasNoConnectionLeftAsync();
    }

    private static X509Certificate2 SelfMade()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(from, from.AddYears(80));
    }
}
