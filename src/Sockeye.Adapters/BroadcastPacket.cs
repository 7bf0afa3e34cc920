using Sockeye.Protocol.EngineIO;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Adapters;

/// <summary>An event on its way to many sockets: encoded once, however many receive it.</summary>
/// <param name="eventName">The event's name.</param>
/// <param name="message">The encoded packet; attachments follow it as <see cref="EncodedMessage.Next"/>.</param>
/// <param name="modes">How it is to be delivered.</param>
/// <param name="arguments">The arguments, for listeners of outgoing events; empty where nobody listens.</param>
/// <remarks>Immutable and safe to use from many threads.</remarks>
public sealed class BroadcastPacket(
    string eventName, EncodedMessage message, BroadcastModes modes, IReadOnlyList<object?> arguments)
{
    /// <summary>
    /// The id of an acknowledgement, or the codec of a packet that recovery keeps, or what became of it: never two of them, and most packets are neither
    /// kept nor answered, so that they pay for one field.
    /// </summary>
    private object? _extra;

    /// <summary>Gets the event's name.</summary>
    public string EventName { get; } = eventName;

    /// <summary>Gets the encoded packet; attachments follow it as <see cref="EncodedMessage.Next"/>.</summary>
    public EncodedMessage Message { get; } = message;

    /// <summary>Gets how the packet is to be delivered.</summary>
    public BroadcastModes Modes { get; } = modes;

    /// <summary>Gets the id of the acknowledgement that is asked for; <see langword="null"/> where none is.</summary>
    /// <exception cref="InvalidOperationException">It is set beside a <see cref="Codec"/>: what is answered is not kept.</exception>
    public ulong? AckId
    {
        get => _extra is ulong id ? id : null;
        init => _extra = value is { } id ? Only(id) : _extra;
    }

    /// <summary>Gets the arguments; empty where no socket of this process listens to outgoing events.</summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments;

    /// <summary>
    /// Gets what the packet was encoded with, where it is one that recovery keeps; <see langword="null"/> where recovery is off, and for a packet
    /// that is volatile, asks for an acknowledgement, or has its offset already.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set beside an <see cref="AckId"/>: what is answered is not kept.</exception>
    public PacketCodec? Codec
    {
        get => _extra as PacketCodec;
        init => _extra = value is null ? _extra : Only(value);
    }

    /// <summary>Gets where the packet stands among those that recovery keeps, as clients are told it; <see langword="null"/> where it is not kept.</summary>
    public string? Offset => (_extra as Stamp)?.Offset;

    /// <summary>Gets the packet as it was before it had an offset, for receivers that are told none; otherwise <see cref="Message"/>.</summary>
    public EncodedMessage Plain => (_extra as Stamp)?.Plain ?? Message;

    /// <summary>Gets where the packet stands, as a number that grows from each packet that is kept to the next.</summary>
    internal long Position => (_extra as Stamp)?.Position ?? 0;

    /// <summary>Gets where the packet before it stands, whoever that was for.</summary>
    internal long Previous => (_extra as Stamp)?.Previous ?? 0;

    /// <summary>Makes the same packet with an offset as its last argument.</summary>
    /// <param name="offset">The offset as clients are told it: unique in the namespace, and not empty.</param>
    /// <param name="position">The same as a number: larger than that of each packet before it.</param>
    /// <param name="previous">The position of the packet before it, whoever that was for.</param>
    /// <exception cref="InvalidOperationException">The packet is not one that recovery keeps: it has no <see cref="Codec"/>.</exception>
    public BroadcastPacket WithOffset(string offset, long position, long previous)
    {
        ArgumentException.ThrowIfNullOrEmpty(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(previous, position);
        var codec = Codec ?? throw new InvalidOperationException("The packet is not one that recovery keeps: it has no codec.");
        return new BroadcastPacket(EventName, codec.AppendText(Message, offset), Modes, Arguments) { _extra = new Stamp(offset, position, previous, Message) };
    }

    /// <summary>Makes the packet as it is kept: with nothing but what travels.</summary>
    internal BroadcastPacket WithoutPlain() => new(EventName, Message, Modes, []) { _extra = new Stamp(Offset!, Position, Previous, Message) };

    private object Only(object extra) => _extra is null
        ? extra
        : throw new InvalidOperationException("A packet that asks for an acknowledgement is not kept by recovery: it has an AckId or a Codec, not both.");

    private sealed record Stamp(string Offset, long Position, long Previous, EncodedMessage Plain);
}
