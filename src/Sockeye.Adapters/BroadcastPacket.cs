using Sockeye.Protocol.EngineIO;

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
    /// <summary>Gets the event's name.</summary>
    public string EventName { get; } = eventName;

    /// <summary>Gets the encoded packet; attachments follow it as <see cref="EncodedMessage.Next"/>.</summary>
    public EncodedMessage Message { get; } = message;

    /// <summary>Gets how the packet is to be delivered.</summary>
    public BroadcastModes Modes { get; } = modes;

    /// <summary>Gets the id of the acknowledgement that is asked for; <see langword="null"/> where none is.</summary>
    public ulong? AckId { get; init; }

    /// <summary>Gets the arguments; empty where no socket of this process listens to outgoing events.</summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments;
}
