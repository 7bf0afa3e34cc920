namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// A packet that has been checked: its JSON is well formed, of the shape its type asks for, and its placeholders name attachments that are
/// there.
/// </summary>
/// <remarks>It borrows memory, as <see cref="PacketDecoder.Decode"/> says.</remarks>
public readonly struct IncomingPacket
{
    internal IncomingPacket(
        PacketType type, string ns, ulong? id, ReadOnlyMemory<byte> json, string? eventName = null, IncomingArguments arguments = default)
    {
        Type = type;
        Namespace = ns;
        Id = id;
        Json = json;
        EventName = eventName ?? "";
        Arguments = arguments;
    }

    /// <summary>Gets the type: <see cref="PacketType.Event"/> and <see cref="PacketType.Ack"/> also for packets with attachments.</summary>
    public PacketType Type { get; }

    /// <summary>Gets the namespace, beginning with a slash.</summary>
    public string Namespace { get; }

    /// <summary>
    /// Gets the acknowledgement id. Every <see cref="PacketType.Ack"/> has one; an <see cref="PacketType.Event"/> has one where an answer
    /// is wanted.
    /// </summary>
    public ulong? Id { get; }

    /// <summary>Gets the name of the event: of an <see cref="PacketType.Event"/> only, else empty.</summary>
    public string EventName { get; }

    /// <summary>
    /// Gets the arguments: of an <see cref="PacketType.Event"/> those after the name, of an <see cref="PacketType.Ack"/> all.
    /// </summary>
    public IncomingArguments Arguments { get; }

    /// <summary>Gets the payload as it came: of a <see cref="PacketType.Connect"/> the auth object, or empty where there is none.</summary>
    public ReadOnlyMemory<byte> Json { get; }
}
