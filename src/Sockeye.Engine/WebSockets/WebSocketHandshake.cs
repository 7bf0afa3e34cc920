using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sockeye.Engine.WebSockets.Compression;

namespace Sockeye.Engine.WebSockets;

/// <summary>The opening handshake of a WebSocket, over HTTP/1.1 (RFC 6455, section 4.2) and HTTP/2 (RFC 8441).</summary>
internal static class WebSocketHandshake
{
    private const string Accepts = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyLength = 24;
    private const int KeyBytes = 16;

    /// <summary>Whether a request wants to become a WebSocket. One that offers other upgrades, such as to HTTP/2, is an ordinary one.</summary>
    public static bool IsUpgrade(HttpContext context) =>
        (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } &&
            context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)) ||
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } ||
        context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true };

    /// <summary>Whether it is a sound request for a WebSocket of the one version there is.</summary>
    public static bool IsValid(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            return context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true } connect || connect.Protocol == "websocket";
        }

        var headers = context.Request.Headers;
        Span<byte> key = stackalloc byte[KeyBytes];
        return HttpMethods.IsGet(context.Request.Method) &&
            string.Equals(headers.Upgrade.ToString().Trim(), "websocket", StringComparison.OrdinalIgnoreCase) &&
            headers.SecWebSocketVersion == "13" &&
            headers.SecWebSocketKey is [{ Length: KeyLength } text] &&
            Convert.TryFromBase64String(text, key, out var length) && length == KeyBytes;
    }

    /// <summary>Accepts. The request must be valid.</summary>
    /// <returns>The connection's stream; <see langword="null"/> where the host offers only a WebSocket of its own.</returns>
    public static async ValueTask<Stream?> AcceptAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.SecWebSocketAccept = AcceptOf(context.Request.Headers.SecWebSocketKey.ToString());
            return await upgrade.UpgradeAsync().ConfigureAwait(false);
        }

        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return await connect.AcceptAsync().ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Answers the first offer of compression that can be met.</summary>
    /// <returns>What was agreed, if anything was.</returns>
    public static DeflateAgreement? AgreeOnCompression(HttpContext context, WebSocketCompressionOptions? options)
    {
        var makesFrames = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } ||
            context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
        if (options is null || !makesFrames || DeflateAgreement.Of(context.Request.Headers.SecWebSocketExtensions, options) is not { } agreement)
        {
            return null;
        }

        context.Response.Headers.SecWebSocketExtensions = agreement.Answer;
        return agreement;
    }

    /// <summary>Accepts by the means of a host that has its own WebSockets.</summary>
    public static Task<WebSocket> AcceptByHostAsync(HttpContext context, WebSocketSettings settings) =>
        context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = settings.PingInterval ?? Timeout.InfiniteTimeSpan,
            KeepAliveTimeout = settings.PingTimeout ?? Timeout.InfiniteTimeSpan,
            SubProtocol = context.Response.Headers.SecWebSocketProtocol,
        });

    /// <summary>Answers the first subprotocol asked for, as a browser fails a handshake that answers none of them.</summary>
    public static void SelectFirstProtocol(HttpContext context)
    {
        if (OfferedProtocols(context) is [var first, ..])
        {
            context.Response.Headers.SecWebSocketProtocol = first;
        }
    }

    /// <summary>Lists the subprotocols a client offers, the one it likes best first.</summary>
    public static IReadOnlyList<string> OfferedProtocols(HttpContext context) =>
        [.. context.Request.Headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol").Select(static name => name.Trim()).Where(static name => name.Length > 0)];

    private static string AcceptOf(string key)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6455 names SHA-1. It proves that a WebSocket server answers, and protects nothing.
        SHA1.HashData(Encoding.ASCII.GetBytes(key + Accepts), hash);
#pragma warning restore CA5350
        return Convert.ToBase64String(hash);
    }
}
