using System.Buffers;
using System.Diagnostics;

namespace Sockeye.Protocol.EngineIO;

/// <summary>
/// Where one outgoing message is written. Its body is written forwards; what precedes the body (packet type, namespace,
/// acknowledgement id, frame header) is known last and is written backwards into the room kept in front, so that nothing is copied.
/// </summary>
/// <remarks>
/// Rented with <see cref="Rent"/>, and given back by its one owner with <see cref="Return"/> or by handing it to something that takes
/// ownership. Not safe for use by several threads at once.
/// </remarks>
public sealed class MessageBuffer : IBufferWriter<byte>
{
    private const int FrameRoom = WebSocketFrameHeader.MaxLength + 1;
    private const int InitialCapacity = 512;

    /// <summary>A buffer that grew beyond this is not kept for the next message.</summary>
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static MessageBuffer? _cached;

    private byte[] _array = new byte[InitialCapacity];
    private int _start;
    private int _end;
    private bool _rented;

    private MessageBuffer()
    {
    }

    /// <summary>Gets or sets whether the message is binary. It is text otherwise.</summary>
    public bool IsBinary { get; set; }

    /// <summary>Gets or sets whether a transport that can compress may compress this message. The first of a chain speaks for all of it.</summary>
    public bool Compress { get; set; } = true;

    /// <summary>Gets or sets the messages that must follow this one: the attachments of a binary packet.</summary>
    public EncodedMessage? Attachments { get; set; }

    /// <summary>Gets what is written so far: text in UTF-8, without the Engine.IO packet type, or bytes.</summary>
    public ReadOnlyMemory<byte> Text => _array.AsMemory(_start, _end - _start);

    /// <summary>
    /// Gets the packet as a polling payload carries it: <c>4</c> and the text, or <c>b</c> and the bytes in base64. Valid until the buffer is returned.
    /// </summary>
    public ReadOnlyMemory<byte> PollingPacket
    {
        get
        {
            if (IsBinary)
            {
                return EncodedMessage.Binary(Text.Span).PollingPacket;
            }

            _array[_start - 1] = (byte)'4';
            return _array.AsMemory(_start - 1, _end - _start + 1);
        }
    }

    /// <summary>Gets the finished WebSocket frame. Valid until the buffer is returned.</summary>
    public ReadOnlyMemory<byte> WebSocketFrame
    {
        get
        {
            var typeLength = IsBinary ? 0 : 1;
            var payloadLength = _end - _start + typeLength;
            var headerLength = WebSocketFrameHeader.LengthFor(payloadLength);
            var from = _start - typeLength - headerLength;
            _array[_start - 1] = (byte)'4'; // under the header of a binary frame
            WebSocketFrameHeader.Write(_array.AsSpan(from), IsBinary, payloadLength);
            return _array.AsMemory(from, headerLength + payloadLength);
        }
    }

    /// <summary>Takes an empty buffer.</summary>
    /// <param name="prefixRoom">How many bytes <see cref="Prepend"/> will write at the most.</param>
    public static MessageBuffer Rent(int prefixRoom = 64)
    {
        var buffer = _cached ?? new MessageBuffer();
        _cached = null;
        Debug.Assert(!buffer._rented, "A buffer is in use twice.");
        buffer._rented = true;
        buffer._start = buffer._end = FrameRoom + prefixRoom;
        if (buffer._array.Length < buffer._end)
        {
            buffer._array = new byte[buffer._end + InitialCapacity];
        }

        return buffer;
    }

    /// <summary>Gives the buffer back. Nothing obtained from it may be used afterwards.</summary>
    public void Return()
    {
        Debug.Assert(_rented, "A buffer was given back twice.");
        _rented = false;
        Attachments = null;
        IsBinary = false;
        Compress = true;
        if (_array.Length > LargestKept)
        {
            _array = new byte[InitialCapacity];
        }

        _cached ??= this;
    }

    /// <summary>Makes the message that many receivers can share, and gives the buffer back.</summary>
    public EncodedMessage ToMessage()
    {
        var message = IsBinary ? EncodedMessage.Binary(Text.Span, Compress, Attachments) : EncodedMessage.Text(Text.Span, Compress, Attachments);
        Return();
        return message;
    }

    /// <summary>Writes in front of what is there.</summary>
    /// <param name="prefix">The bytes; together with earlier ones no more than the room that was asked for.</param>
    /// <exception cref="InvalidOperationException">There is no room left in front.</exception>
    public void Prepend(ReadOnlySpan<byte> prefix)
    {
        if (_start - prefix.Length < FrameRoom)
        {
            throw new InvalidOperationException("The room in front of the message is used up: rent the buffer with more prefix room.");
        }

        _start -= prefix.Length;
        prefix.CopyTo(_array.AsSpan(_start));
    }

    /// <inheritdoc />
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _end);
        _end += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsMemory(_end);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsSpan(_end);
    }

    private void Ensure(int sizeHint)
    {
        var wanted = Math.Max(sizeHint, 1);
        if (_array.Length - _end < wanted)
        {
            Array.Resize(ref _array, (int)Math.Min(Array.MaxLength, Math.Max((long)_array.Length * 2, (long)_end + wanted)));
        }
    }
}
