using System.Net;

namespace Sockeye.Engine.Tests.Support;

/// <summary>The bytes of a WebSocket over HTTP/2 with TLS: a stream of one connection, opened by an extended CONNECT.</summary>
internal static class Http2Connection
{
    public static async Task<RawConnection> OpenAsync(Uri url, string extensions)
    {
        var invoker = new HttpMessageInvoker(TestCertificate.TrustingHandler());
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
}
