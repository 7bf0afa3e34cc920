using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine.Http;

/// <summary>Which site's page a request comes from.</summary>
internal static class RequestOrigin
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>
    /// Whether an <c>Origin</c> header names the host that the request is for. The scheme is not compared: a proxy that ends TLS hides it.
    /// </summary>
    public static bool IsOfHost(string origin, HostString host)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https") || !host.HasValue)
        {
            return false;
        }

        var port = host.Port is HttpPort or HttpsPort ? null : host.Port;
        return string.Equals(page.IdnHost, Unbracketed(host.Host), StringComparison.OrdinalIgnoreCase) &&
            (page.Port is HttpPort or HttpsPort ? null : page.Port) == port;
    }

    private static string Unbracketed(string host) => host.StartsWith('[') ? host.Trim('[', ']') : host;
}
