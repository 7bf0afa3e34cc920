namespace Sockeye.Protocol.SocketIO;

/// <summary>The types of a Socket.IO v5 packet; a value is the digit on the wire.</summary>
public enum PacketType : byte
{
    /// <summary>Asks for a namespace, or says that it was joined.</summary>
    Connect,

    /// <summary>Leaves a namespace.</summary>
    Disconnect,

    /// <summary>An event with its arguments.</summary>
    Event,

    /// <summary>The acknowledgement of an event.</summary>
    Ack,

    /// <summary>Refuses a namespace.</summary>
    ConnectError,

    /// <summary>An event whose arguments hold binary: attachments follow. Decoders hand it out as <see cref="Event"/>.</summary>
    BinaryEvent,

    /// <summary>An acknowledgement whose arguments hold binary: attachments follow. Decoders hand it out as <see cref="Ack"/>.</summary>
    BinaryAck,
}
