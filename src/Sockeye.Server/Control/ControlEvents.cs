using System.Text.Json;

namespace Sockeye;

/// <summary>The events by which server and client speak about the connection itself. To a client they are events like any other.</summary>
/// <remarks>Each carries one object. Where something is refused that is <c>{ error: { code, message, … } }</c>.</remarks>
public static class ControlEvents
{
    /// <summary>To the client: an event of its was refused, for which it did not ask for an acknowledgement; <c>{ error: { code, message, event, retryAfter } }</c>.</summary>
    public const string Refused = "sockeye:refused";

    /// <summary>
    /// To the server: a new credential, as <see cref="CredentialOptions.Present"/> expects it. It is acknowledged with <c>{ expires }</c>, a time or
    /// null, or with an <c>error</c> whose code is <c>invalid_credential</c>, <c>other_user</c>, <c>forbidden</c> or <c>server_error</c>.
    /// </summary>
    public const string Renew = "sockeye:renew";

    /// <summary>To the client: its credential ends soon; <c>{ expires, closesIn }</c>, the time, and the milliseconds until the connection is closed.</summary>
    public const string Expiring = "sockeye:expiring";

    /// <summary>To the client: its credential has ended, and the connection is closed; <c>{ error: { code: "credential_expired", message } }</c>.</summary>
    public const string Expired = "sockeye:expired";

    /// <summary>
    /// To the client, where <see cref="PresenceTracker"/> is on: how users are whom it may see; <c>{ snapshot, users: [{ userId, online, state, lastSeen }] }</c>. A snapshot is
    /// all of them and replaces what was known; otherwise these users have changed. <c>state</c> and <c>lastSeen</c>, a time, may be null.
    /// </summary>
    public const string Presence = "sockeye:presence";

    /// <summary>Tells a client. It is not kept for one that comes back: it is about the connection that there was.</summary>
    internal static void Send(Socket socket, string eventName, JsonElement notice) =>
        socket.SendUnkept(eventName, id: null, [notice], isVolatile: false, compress: true);
}
