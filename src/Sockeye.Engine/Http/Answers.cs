using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sockeye.Engine.Http;

/// <summary>The answers of the polling transport, header by header as the protocol's clients expect them.</summary>
internal static class Answers
{
    private static readonly byte[] OkBody = "ok"u8.ToArray();

    /// <summary>A status, and nothing else.</summary>
    public static void Empty(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
    }

    /// <summary>The answer to a POST.</summary>
    public static async Task OkAsync(HttpContext context, EngineServer server)
    {
        context.Response.ContentType = "text/html";
        context.Response.ContentLength = OkBody.Length;
        AddCommonHeaders(context, server, isInitial: false);
        await context.Response.Body.WriteAsync(OkBody, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The head of the answer to a poll.</summary>
    public static void PreparePoll(HttpContext context, long? length, EngineServer server, bool isInitial, bool isBinary = false)
    {
        context.Response.ContentType = isBinary ? "application/octet-stream" : "text/plain; charset=UTF-8";
        context.Response.ContentLength = length;
        AddCommonHeaders(context, server, isInitial);
    }

    /// <summary>An error of a polling request: <c>{"code":…,"message":…}</c>.</summary>
    public static async Task ErrorAsync(HttpContext context, ConnectionError error, string message, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var body = Encoding.UTF8.GetBytes($$"""{"code":{{(int)error}},"message":"{{JsonText.Escape(message)}}"}""");
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>A refused WebSocket handshake: the bare message, and the connection closes.</summary>
    public static async Task RefusedUpgradeAsync(HttpContext context, string message, int status)
    {
        var body = Encoding.UTF8.GetBytes(message);
        context.Response.StatusCode = status;
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }

        context.Response.ContentType = "text/html";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static void AddCommonHeaders(HttpContext context, EngineServer server, bool isInitial)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";

        // Old Internet Explorers take a polling answer for an attack and rewrite it.
        var agent = context.Request.Headers[HeaderNames.UserAgent].ToString();
        if (agent.Contains(";MSIE", StringComparison.Ordinal) || agent.Contains("Trident/", StringComparison.Ordinal))
        {
            headers.XXSSProtection = "0";
        }

        server.AddHeaders(context, isInitial);
    }
}
