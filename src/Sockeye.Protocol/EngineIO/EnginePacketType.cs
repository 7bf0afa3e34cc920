namespace Sockeye.Protocol.EngineIO;

/// <summary>The types of Engine.IO packets. On the wire a type is the digit of its value.</summary>
public enum EnginePacketType : byte
{
    /// <summary>The server opens a session and says how it will treat it.</summary>
    Open = 0,

    /// <summary>The sender ends the session.</summary>
    Close = 1,

    /// <summary>The server asks whether the client is there; or a client probes a new transport.</summary>
    Ping = 2,

    /// <summary>The answer to a ping.</summary>
    Pong = 3,

    /// <summary>What the layer above sends.</summary>
    Message = 4,

    /// <summary>The client moves to the transport it has probed.</summary>
    Upgrade = 5,

    /// <summary>Nothing: it ends a poll.</summary>
    Noop = 6,
}
