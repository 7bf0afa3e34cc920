using Sockeye.Events;

namespace Sockeye.Server.Diagnostics;

/// <summary>The words that stand for values in measurements: they stay, whatever becomes of the names in code.</summary>
internal static class TagNames
{
    public static string Of(DisconnectReason reason) => reason switch
    {
        DisconnectReason.TransportClose => "transport_close",
        DisconnectReason.TransportError => "transport_error",
        DisconnectReason.PingTimeout => "ping_timeout",
        DisconnectReason.ParseError => "parse_error",
        DisconnectReason.ForcedClose => "forced_close",
        DisconnectReason.ServerShuttingDown => "server_shutting_down",
        DisconnectReason.SlowClient => "slow_client",
        DisconnectReason.ClientNamespaceDisconnect => "client_namespace_disconnect",
        DisconnectReason.ServerNamespaceDisconnect => "server_namespace_disconnect",
        _ => NameLimit.Other,
    };

    public static string Of(RecoveryFailure failure) => failure switch
    {
        RecoveryFailure.UnknownSession => "unknown_session",
        RecoveryFailure.UnknownOffset => "unknown_offset",
        RecoveryFailure.AnotherUser => "another_user",
        _ => NameLimit.Other,
    };

    public static string Of(AckFailure failure) => failure switch
    {
        AckFailure.None => "cancelled",
        AckFailure.Timeout => "timeout",
        AckFailure.Disconnected => "disconnected",
        AckFailure.Dropped => "dropped",
        AckFailure.TooMany => "too_many",
        _ => NameLimit.Other,
    };
}
