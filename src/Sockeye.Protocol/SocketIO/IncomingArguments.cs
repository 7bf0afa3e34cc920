using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// The arguments of a packet as they came: JSON and attachments, or MessagePack, borrowed from the decoder that handed them out.
/// </summary>
/// <remarks>Good for as long as the packet is. What must live longer takes a copy with <see cref="Detach"/>.</remarks>
public readonly struct IncomingArguments
{
    private readonly EventArguments? _owner;
    private readonly byte[][]? _attachments;
    private readonly int _start;
    private readonly int _end;
    private readonly byte _skipped;

    /// <param name="array">A JSON array that holds the arguments.</param>
    /// <param name="skipped">How many elements of the array precede the arguments: the name of an event.</param>
    /// <param name="count">How many elements are arguments.</param>
    /// <param name="start">Where in the array the first argument begins.</param>
    /// <param name="end">Where in the array the last argument ends.</param>
    /// <param name="attachments">The attachments, in order.</param>
    /// <param name="owner">Whose memory this is, if it may be kept.</param>
    internal IncomingArguments(
        ReadOnlyMemory<byte> array, int skipped, int count, int start, int end, byte[][]? attachments, EventArguments? owner = null)
    {
        Array = array;
        _skipped = (byte)skipped;
        Count = count;
        _start = start;
        _end = end;
        _attachments = attachments;
        _owner = owner;
    }

    private IncomingArguments(ReadOnlyMemory<byte> message, int count, int start, int end, EventArguments? owner)
        : this(message, 0, count, start, end, null, owner) => IsPacked = true;

    /// <summary>Gets the number of arguments.</summary>
    public int Count { get; }

    /// <summary>Gets the number of attachments; MessagePack has none, as binary is among the arguments there.</summary>
    public int AttachmentCount => Attachments.Length;

    /// <summary>Gets how many bytes the arguments take: their JSON and their attachments, or their MessagePack.</summary>
    public int ByteCount
    {
        get
        {
            var bytes = _end - _start;
            foreach (var attachment in Attachments)
            {
                bytes += attachment.Length;
            }

            return bytes;
        }
    }

    internal ReadOnlyMemory<byte> Array { get; }

    internal int Skipped => _skipped;

    /// <summary>Whether the arguments are MessagePack, one behind the other.</summary>
    internal bool IsPacked { get; }

    /// <summary>The JSON of the arguments, with the commas between them; or their MessagePack.</summary>
    internal ReadOnlySpan<byte> Elements => Array.Span[_start.._end];

    internal ReadOnlySpan<byte[]> Attachments => _attachments;

    internal byte[][] AttachmentArray => _attachments ?? [];

    /// <summary>Arguments in MessagePack that has been checked.</summary>
    internal static IncomingArguments Packed(ReadOnlyMemory<byte> message, int count, int start, int end, EventArguments? owner = null) =>
        new(message, count, start, end, owner);

    /// <summary>Makes a copy that may be kept. The attachments are not copied: they are already the packet's own.</summary>
    /// <param name="serializer">What later reads the copy's elements as values.</param>
    public EventArguments Detach(PayloadSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        return _owner ?? new EventArguments(this, serializer);
    }

    /// <summary>Reads one argument.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="index">The position, counted from zero.</param>
    /// <param name="serializer">What reads it.</param>
    /// <returns>The value; <see langword="null"/> where there is no such argument and <typeparamref name="T"/> takes null.</returns>
    /// <exception cref="EventArgumentException">The argument is missing or not a <typeparamref name="T"/>.</exception>
    [return: MaybeNull]
    public T Get<T>(int index, PayloadSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var invocation = new EventInvocation { EventName = null!, Arguments = this, Serializer = serializer }; // an error names no event
        var reader = new ArgumentReader(in invocation);
        reader.Skip(index);
        return reader.Next<T>();
    }
}
