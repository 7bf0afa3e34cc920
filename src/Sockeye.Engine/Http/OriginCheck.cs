using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine.Http;

/// <summary>
/// Keeps pages of other sites from what browsers let every page do with the cookies of its visitors: open WebSockets, and run scripts, which is what
/// JSON-P polling answers with.
/// </summary>
internal static class OriginCheck
{
    /// <summary>What browsers say of a page that has no origin it could name.</summary>
    private const string Unknown = "null";

    /// <summary>Says whether a page that asks for a WebSocket may have it; clients that are no browsers name no origin.</summary>
    public static OriginVerdict OfWebSocket(HttpContext context, EngineServer server) => Judge(context, context.Request.Headers.Origin.ToString(), server);

    /// <summary>Says whether a page may run the answer as a script. Browsers name no origin with scripts, so it is known from what else they say.</summary>
    public static OriginVerdict OfScript(HttpContext context, EngineServer server) => Judge(context, PageOf(context), server);

    private static OriginVerdict Judge(HttpContext context, string origin, EngineServer server)
    {
        if (origin.Length == 0)
        {
            return OriginVerdict.Allowed;
        }

        try
        {
            if (server.Options.AllowOrigin is { } allow)
            {
                return allow(context, origin) ? OriginVerdict.Allowed : OriginVerdict.Refused;
            }

            return RequestOrigin.IsOfHost(origin, context.Request.Host) ? OriginVerdict.Allowed
                : server.Options.Cors is not { } cors ? OriginVerdict.Refused
                : cors.AllowAnyOrigin ? OriginVerdict.AllowedWithoutCredentials
                : cors.IsOriginAllowed(origin) ? OriginVerdict.Allowed
                : OriginVerdict.Refused;
        }
        catch (Exception exception)
        {
            server.OnHookFailed(nameof(EngineOptions.AllowOrigin), exception);
            return OriginVerdict.Refused;
        }
    }

    private static string PageOf(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.Origin.Count > 0)
        {
            return headers.Origin.ToString();
        }

        if (headers.Referer.Count > 0)
        {
            return Uri.TryCreate(headers.Referer.ToString(), UriKind.Absolute, out var page) ? page.GetLeftPart(UriPartial.Authority) : Unknown;
        }

        // A page can keep its address back. Newer browsers say then whether it is another site's; of older ones it is not known, and matters where there is somebody.
        return headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" or "none" => string.Empty,
            "" => headers.Cookie.Count > 0 || RequestUser.KeyOf(context) is not null ? Unknown : string.Empty,
            _ => Unknown,
        };
    }
}
