using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Sockeye.Engine.Http;

/// <summary>What a request asks for, checked in the order the protocol has.</summary>
/// <param name="Error">Why it is refused, or <see langword="null"/>.</param>
/// <param name="Detail">Which rule it broke.</param>
/// <param name="Session">The session it is for; <see langword="null"/> for a handshake.</param>
internal readonly record struct RequestCheck(ConnectionError? Error, string? Detail, EngineSession? Session)
{
    /// <summary>The rule broken by a page of another site that asks for a WebSocket, or for scripts.</summary>
    public const string CrossSite = "CROSS_SITE";

    /// <summary>The rule broken by a request whose user is not the one who opened the session.</summary>
    public const string OtherUser = "USER_MISMATCH";

    private const string Polling = "polling";
    private const string WebSocket = "websocket";

    /// <summary>Checks a request up to the admission hook.</summary>
    public static RequestCheck Of(HttpContext context, bool isUpgrade, EngineServer server)
    {
        var transport = Last(context, "transport");
        var isKnown = transport switch
        {
            Polling => server.Options.Transports.HasFlag(EngineTransports.Polling),
            WebSocket => server.Options.Transports.HasFlag(EngineTransports.WebSocket),
            _ => false,
        };
        if (!isKnown)
        {
            return Refuse(ConnectionError.UnknownTransport, transport);
        }

        if (HasInvalidCharacter(context.Request.Headers.Origin.ToString()))
        {
            return Refuse(ConnectionError.BadRequest, "INVALID_ORIGIN");
        }

        var sid = Last(context, "sid");
        var verdict = isUpgrade ? OriginCheck.OfWebSocket(context, server)
            : server.Options.AllowEIO3 && JsonpOf(context) is not null ? OriginCheck.OfScript(context, server)
            : OriginVerdict.Allowed;
        if (verdict == OriginVerdict.Refused ||
            (verdict == OriginVerdict.AllowedWithoutCredentials && AmbientCredentials.TakeOut(context) && string.IsNullOrEmpty(sid)))
        {
            return Refuse(ConnectionError.Forbidden, CrossSite); // a session there is open by now is nobody's, and its policies were asked about nobody
        }

        return sid is { Length: > 0 }
            ? OfSession(context, server.Find(sid), isUpgrade, transport!)
            : OfHandshake(context, isUpgrade, transport!);
    }

    /// <summary>The protocol revision a request speaks: anything but 4 is taken for the one before.</summary>
    public static int Revision(HttpContext context) => Last(context, "EIO") == "4" ? 4 : 3;

    /// <summary>What names the function of a polling answer that is to be a script; null where it is not to be one.</summary>
    public static string? JsonpOf(HttpContext context) => Last(context, "j");

    /// <summary>Whether the client takes no binary frames.</summary>
    public static bool IsTextOnly(HttpContext context) => Last(context, "b64") is not null;

    /// <summary>Whether a WebSocket is asked for by the transport's name.</summary>
    public static bool NamesWebSocket(HttpContext context) => Last(context, "transport") == WebSocket;

    private static RequestCheck OfSession(HttpContext context, EngineSession? session, bool isUpgrade, string transport)
    {
        if (session is null)
        {
            return Refuse(ConnectionError.UnknownSession, null);
        }

        if (!isUpgrade && (transport == WebSocket || session.Transport == TransportKind.WebSocket))
        {
            return Refuse(ConnectionError.BadRequest, "TRANSPORT_MISMATCH");
        }

        if (Revision(context) != session.ProtocolRevision)
        {
            return Refuse(ConnectionError.BadRequest, "PROTOCOL_MISMATCH");
        }

        // A session's id alone does not make one user another.
        return session.Admits(context)
            ? new RequestCheck(null, null, session)
            : Refuse(ConnectionError.Forbidden, OtherUser);
    }

    private static RequestCheck OfHandshake(HttpContext context, bool isUpgrade, string transport)
    {
        // A WebSocket over HTTP/2 comes as a CONNECT.
        if (!HttpMethods.IsGet(context.Request.Method) && !isUpgrade)
        {
            return Refuse(ConnectionError.BadHandshakeMethod, context.Request.Method);
        }

        return !isUpgrade && transport == WebSocket ? Refuse(ConnectionError.BadRequest, "TRANSPORT_HANDSHAKE_ERROR") : default;
    }

    private static RequestCheck Refuse(ConnectionError error, string? detail) => new(error, detail, null);

    /// <summary>Of a parameter that is there several times the last one counts.</summary>
    /// <remarks>Reads the query as it came: the framework's parsed form would stay with a WebSocket's request for as long as that lives.</remarks>
    private static string? Last(HttpContext context, string name)
    {
        string? last = null;
        foreach (var pair in new QueryStringEnumerable(context.Request.QueryString.Value))
        {
            if (pair.DecodeName().Span.SequenceEqual(name))
            {
                last = pair.DecodeValue().ToString();
            }
        }

        return last;
    }

    private static bool HasInvalidCharacter(string value)
    {
        foreach (var character in value)
        {
            if (character is (< ' ' and not '\t') or '\x7f' or > '\xff')
            {
                return true;
            }
        }

        return false;
    }
}
