using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Engine.Http;
using Sockeye.Engine.WebSockets;

namespace Sockeye.Engine.RawWebSockets;

/// <summary>Lets requests in, or answers why not.</summary>
internal sealed partial class WebSocketAdmission(WebSocketServerOptions options, WebSocketServer server, ILogger logger)
{
    /// <summary>Checks a request. One that is let in has its subprotocol among the headers of its answer.</summary>
    /// <returns>Whether it is let in; otherwise it is answered.</returns>
    public async ValueTask<bool> AdmitAsync(HttpContext context)
    {
        if (await RefusalOfAsync(context).ConfigureAwait(false) is not var (status, why, reason))
        {
            return true;
        }

        server.Instruments.OnRefused(reason);
        Log.Refused(logger, status, why);
        var body = Encoding.UTF8.GetBytes(why);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        return false;
    }

    private async ValueTask<(int Status, string Why, string Reason)?> RefusalOfAsync(HttpContext context)
    {
        if (!WebSocketHandshake.IsUpgrade(context))
        {
            context.Response.Headers.Upgrade = "websocket";
            return (StatusCodes.Status426UpgradeRequired, "Only WebSockets are served here.", "no_websocket");
        }

        if (!WebSocketHandshake.IsValid(context))
        {
            context.Response.Headers.SecWebSocketVersion = "13";
            return (StatusCodes.Status400BadRequest, "Not a sound request for a WebSocket of version 13.", "bad_request");
        }

        if (server.IsClosing)
        {
            return (StatusCodes.Status503ServiceUnavailable, "The server is shutting down.", "closing");
        }

        if (server.IsFull)
        {
            return (StatusCodes.Status503ServiceUnavailable, "There are too many clients.", "too_many_clients");
        }

        if (!IsOriginAllowed(context))
        {
            return (StatusCodes.Status403Forbidden, "Pages of this origin may not connect.", "origin");
        }

        var admission = await AskAsync(context).ConfigureAwait(false);
        if (!admission.IsAllowed)
        {
            return (StatusCodes.Status403Forbidden, admission.Message ?? "Forbidden", "forbidden");
        }

        return SelectSubprotocol(context) ? null : (StatusCodes.Status400BadRequest, "None of the subprotocols offered is spoken here.", "unknown_subprotocol");
    }

    private bool IsOriginAllowed(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        try
        {
            return origin.Length == 0 || (options.AllowOrigin is { } allow ? allow(context, origin) : RequestOrigin.IsOfHost(origin, context.Request.Host));
        }
        catch (Exception exception)
        {
            Log.HookFailed(logger, nameof(WebSocketServerOptions.AllowOrigin), exception);
            return false;
        }
    }

    private async ValueTask<AdmissionResult> AskAsync(HttpContext context)
    {
        try
        {
            return options.AllowRequest is { } allow ? await allow(context).ConfigureAwait(false) : AdmissionResult.Allow;
        }
        catch (Exception exception)
        {
            Log.HookFailed(logger, nameof(WebSocketServerOptions.AllowRequest), exception);
            return AdmissionResult.Refuse();
        }
    }

    private bool SelectSubprotocol(HttpContext context)
    {
        var offered = WebSocketHandshake.OfferedProtocols(context);
        if (offered.Count == 0)
        {
            return true;
        }

        try
        {
            var selected = options.SelectSubprotocol is { } select ? select(context, offered) : offered[0];
            if (selected is not null && !offered.Contains(selected))
            {
                throw new InvalidOperationException($"'{selected}' is not among the subprotocols the client offers: {string.Join(", ", offered)}.");
            }

            context.Response.Headers.SecWebSocketProtocol = selected;
            return true;
        }
        catch (Exception exception)
        {
            Log.HookFailed(logger, nameof(WebSocketServerOptions.SelectSubprotocol), exception);
            return false;
        }
    }
}
