using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine.Http;

/// <summary>Keeps pages of other sites from opening WebSockets with the cookies of their visitors: browsers do not ask about those.</summary>
internal static class OriginCheck
{
    /// <summary>Says whether a page that asks for a WebSocket may have it; clients that are no browsers name no origin.</summary>
    public static bool Allows(HttpContext context, EngineServer server)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return true;
        }

        try
        {
            return server.Options.AllowOrigin is { } allow
                ? allow(context, origin)
                : RequestOrigin.IsOfHost(origin, context.Request.Host) ||
                  server.Options.Cors is { } cors && (cors.AllowAnyOrigin || cors.IsOriginAllowed(origin));
        }
        catch (Exception exception)
        {
            server.OnHookFailed(nameof(EngineOptions.AllowOrigin), exception);
            return false;
        }
    }
}
