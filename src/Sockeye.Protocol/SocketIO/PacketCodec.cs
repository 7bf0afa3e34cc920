using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Turns Socket.IO v5 packets into Engine.IO messages and back.</summary>
/// <remarks>
/// A codec is immutable and safe to use from many threads; what it decodes with, a <see cref="PacketDecoder"/>, belongs to one connection.
/// Each <c>Encode</c> method hands out a rented buffer that its caller owns; attachments hang on <see cref="MessageBuffer.Attachments"/>.
/// </remarks>
public abstract class PacketCodec
{
    /// <summary>Initializes a codec.</summary>
    /// <param name="serializer">Reads and writes the values inside packets.</param>
    protected PacketCodec(PayloadSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        Serializer = serializer;
    }

    /// <summary>Gets the codec's name: two codecs of one name write the same bytes.</summary>
    public abstract string Name { get; }

    /// <summary>Gets what reads and writes the values inside packets.</summary>
    public PayloadSerializer Serializer { get; }

    /// <summary>Makes the decoder of one connection.</summary>
    /// <param name="limits">What it accepts of one packet.</param>
    public abstract PacketDecoder CreateDecoder(PacketLimits limits);

    /// <summary>Encodes a server's CONNECT: the namespace is joined.</summary>
    /// <param name="ns">The namespace, beginning with a slash.</param>
    /// <param name="sid">The socket's id; left out when <see langword="null"/>.</param>
    /// <param name="pid">The private id with which the socket's state can be recovered; left out when <see langword="null"/>.</param>
    public abstract MessageBuffer EncodeConnect(string ns, string? sid, string? pid = null);

    /// <summary>Encodes a CONNECT_ERROR: the namespace is refused.</summary>
    /// <param name="ns">The namespace, beginning with a slash.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="data">Why, for programs: any value that can be written as JSON; left out when <see langword="null"/>.</param>
    public abstract MessageBuffer EncodeConnectError(string ns, string message, object? data);

    /// <summary>Encodes an ERROR for a Socket.IO v2 client: the namespace is refused, or something went wrong in it.</summary>
    /// <param name="ns">The namespace, beginning with a slash.</param>
    /// <param name="payload">What it carries, by itself: a message, or any value that can be written as JSON.</param>
    public abstract MessageBuffer EncodeError(string ns, object payload);

    /// <summary>Encodes a DISCONNECT.</summary>
    /// <param name="ns">The namespace, beginning with a slash.</param>
    public abstract MessageBuffer EncodeDisconnect(string ns);

    /// <summary>Encodes an EVENT, or a BINARY_EVENT where an argument holds binary.</summary>
    /// <param name="ns">The namespace, beginning with a slash.</param>
    /// <param name="id">The acknowledgement id, where an acknowledgement is wanted.</param>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="arguments">
    /// The arguments. <see cref="EventArguments"/> alone stands for all arguments and goes out as it came in; among others it stands for
    /// its elements.
    /// </param>
    /// <exception cref="NotSupportedException">An argument is of a type the serializer has no knowledge of.</exception>
    /// <exception cref="System.Text.Json.JsonException">
    /// An argument cannot be written: it contains itself, or, beside binary, an object that only looks like the placeholder of an attachment.
    /// </exception>
    public abstract MessageBuffer EncodeEvent(string ns, ulong? id, string eventName, ReadOnlySpan<object?> arguments);

    /// <summary>Makes an EVENT that this codec encoded with one argument more, behind the others: the offset that recovery needs.</summary>
    /// <param name="message">The event, without an acknowledgement id; attachments stay as they are.</param>
    /// <param name="text">The argument.</param>
    /// <exception cref="ArgumentException">The message is not such an event.</exception>
    public abstract EncodedMessage AppendText(EncodedMessage message, string text);

    /// <summary>Encodes an ACK, or a BINARY_ACK where an argument holds binary.</summary>
    /// <param name="ns">The namespace, beginning with a slash.</param>
    /// <param name="id">The id of the event that is acknowledged.</param>
    /// <param name="arguments">The arguments, as for <see cref="EncodeEvent"/>.</param>
    /// <exception cref="NotSupportedException">An argument is of a type the serializer has no knowledge of.</exception>
    /// <exception cref="System.Text.Json.JsonException">
    /// An argument cannot be written: it contains itself, or, beside binary, an object that only looks like the placeholder of an attachment.
    /// </exception>
    public abstract MessageBuffer EncodeAck(string ns, ulong id, ReadOnlySpan<object?> arguments);
}
