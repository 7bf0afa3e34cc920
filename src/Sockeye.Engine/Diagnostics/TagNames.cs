namespace Sockeye.Engine.Diagnostics;

/// <summary>The words that stand for values in measurements: they stay, whatever becomes of the names in code.</summary>
internal static class TagNames
{
    public static string Of(TransportKind transport) => transport == TransportKind.Polling ? "polling" : "websocket";

    public static string Of(CloseReason reason) => reason switch
    {
        CloseReason.TransportClose => "transport_close",
        CloseReason.TransportError => "transport_error",
        CloseReason.PingTimeout => "ping_timeout",
        CloseReason.ParseError => "parse_error",
        CloseReason.ForcedClose => "forced_close",
        CloseReason.ServerShuttingDown => "server_shutting_down",
        CloseReason.SlowClient => "slow_client",
        _ => "_OTHER",
    };

    /// <summary>Names a refusal. Only these two have details of the engine's own making; with others it is what the client sent.</summary>
    public static string Of(ConnectionError error, string? detail) => error switch
    {
        ConnectionError.BadRequest or ConnectionError.Forbidden when detail is not null => detail.ToLowerInvariant(),
        ConnectionError.UnknownTransport => "unknown_transport",
        ConnectionError.UnknownSession => "unknown_session",
        ConnectionError.BadHandshakeMethod => "bad_handshake_method",
        ConnectionError.BadRequest => "bad_request",
        ConnectionError.Forbidden => "forbidden",
        ConnectionError.UnsupportedProtocolVersion => "unsupported_protocol_version",
        _ => "_OTHER",
    };
}
