using Sockeye.Protocol.SocketIO;
using Sockeye.Server.ServerSide;

namespace Sockeye.Server.Broadcasting;

/// <summary>Event names that mean something to the protocol and its clients, so that no application may send them.</summary>
internal static class ReservedEvents
{
    public static void ThrowIfReserved(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        if (ReservedEventNames.Contains(eventName))
        {
            throw new ArgumentException($"\"{eventName}\" is a reserved event name; choose another.", nameof(eventName));
        }
    }

    public static void ThrowIfReservedForServers(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        if (eventName is "connect" or "connection" or "new_namespace" or ClientDisconnect.EventName)
        {
            throw new ArgumentException($"\"{eventName}\" is a reserved event name among servers; choose another.", nameof(eventName));
        }
    }

    public static void ThrowIfNotListenable(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        if (!ReservedEventNames.Contains(eventName))
        {
            return;
        }

        var instead = eventName switch
        {
            "disconnect" => "listen with OnDisconnect",
            "disconnecting" => "listen with OnDisconnecting",
            "connect" => "listen with OnConnection on the server or the namespace",
            _ => "choose another",
        };
        throw new ArgumentException($"\"{eventName}\" is a reserved event name that no client can send: {instead}.", nameof(eventName));
    }
}
