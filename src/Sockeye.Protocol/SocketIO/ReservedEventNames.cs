namespace Sockeye.Protocol.SocketIO;

/// <summary>The names that mean something on one of the sides by themselves, so that no packet may carry them.</summary>
public static class ReservedEventNames
{
    /// <summary>Gets whether a name is one of them: the six of the official parser.</summary>
    /// <param name="eventName">The name; case matters.</param>
    public static bool Contains(string eventName) =>
        eventName is "connect" or "connect_error" or "disconnect" or "disconnecting" or "newListener" or "removeListener";
}
