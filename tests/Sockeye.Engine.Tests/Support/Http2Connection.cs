using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sockeye.Engine.Tests.Support;

/// <summary>The bytes of a WebSocket over HTTP/2 with TLS: a stream of one connection, opened by an extended CONNECT.</summary>
internal static class Http2Connection
{
    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    public static SocketsHttpHandler Handler() => new() { SslOptions = { RemoteCertificateValidationCallback = static (_, shown, _, _) => shown?.GetCertHashString() == Certificate.GetCertHashString() } };

    public static async Task<RawConnection> OpenAsync(Uri url, string extensions)
    {
        var invoker = new HttpMessageInvoker(Handler());
        var request = new HttpRequestMessage(HttpMethod.Connect, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Protocol = "websocket";
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        if (extensions.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Extensions", extensions);
        }

        var response = await invoker.SendAsync(request, TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return RawConnection.Over(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), invoker);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
