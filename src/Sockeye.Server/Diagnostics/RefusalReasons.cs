namespace Sockeye.Server.Diagnostics;

/// <summary>What the measurements of refusals call their reasons.</summary>
internal static class RefusalReasons
{
    /// <summary>There is no such namespace.</summary>
    public const string UnknownNamespace = "unknown_namespace";

    /// <summary>The middleware of the namespace refused the socket.</summary>
    public const string Connection = "connection_middleware";

    /// <summary>The middleware of the socket refused an event.</summary>
    public const string Event = "event_middleware";

    /// <summary>An argument of an event is not what its handler takes.</summary>
    public const string UnreadableArgument = "unreadable_argument";

    /// <summary>A rate limit refused an event.</summary>
    public const string RateLimit = "rate_limit";

    /// <summary>A credential that the client showed on its connection was refused.</summary>
    public const string Credential = "credential";

    /// <summary>The client's credential has ended; the connection is closed.</summary>
    public const string CredentialExpired = "credential_expired";

    /// <summary>The endpoint's policy refuses the user whom the client has shown; the connection is closed.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The client's user, or a room of its, was disconnected while it was being let in; the connection is closed.</summary>
    public const string Disconnected = "disconnected";

    /// <summary>The client went on sending what rate limits or authentication refuse; the connection is closed.</summary>
    public const string Flood = "flood";

    /// <summary>A socket was to join more rooms than it may be in, or one with too long a name.</summary>
    public const string RoomLimit = "room_limit";

    /// <summary>The client broke the protocol; its connection is closed.</summary>
    public const string Violation = "protocol_violation";

    /// <summary>Too many events wait for their handlers; the connection is closed.</summary>
    public const string InboxOverflow = "inbox_overflow";

    /// <summary>The client joined no namespace in time, or did not send its attachments; the connection is closed.</summary>
    public const string Deadline = "deadline";
}
