using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Sockeye.Engine.WebSockets.Compression;

namespace Sockeye.Engine.WebSockets;

/// <summary>
/// Reads the frames of a client from the connection's stream (RFC 6455, section 5) and hands out messages where they lie in the buffer, their mask taken
/// off. Answers pings and closing frames through the transport, so that one writer owns the connection.
/// </summary>
internal sealed class FrameReader(Stream stream, WebSocketTransport transport, WebSocketSettings settings, MessageCompression? compression) : MessageReader
{
    private const int FirstCapacity = 4096;

    private byte[]? _buffer; // rented while anything is in it; the part from _start to _end is
    private int _start;
    private int _end;
    private ArrayBufferWriter<byte>? _message; // what has come of a message in fragments
    private int _messageOpcode;
    private bool _messageIsCompressed;
    private int _fragments;
    private bool _hasSeenClose;
    private bool _hasMore; // nothing was left to read, and something has come since

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <inheritdoc />
    public override bool TryRead(out ReceivedMessage message)
    {
        while (TryTakeFrame(out var header, out var payload))
        {
            if (Accept(in header, payload) is { } whole)
            {
                message = whole;
                return true;
            }
        }

        message = new ReceivedMessage(Violation is null ? MessageKind.Close : MessageKind.Violation, default);
        return Violation is not null || _hasSeenClose;
    }

    /// <inheritdoc />
    public override ValueTask<int> FillAsync()
    {
        if (_start == _end && !_hasMore)
        {
            ReturnBuffer();
            _hasMore = true;
            return stream.ReadAsync(Memory<byte>.Empty); // completes when there is something to read
        }

        _hasMore = false;
        return stream.ReadAsync(MakeRoom());
    }

    /// <inheritdoc />
    public override void OnFilled(int count)
    {
        _end += count;
        if (count == 0 && !_hasMore)
        {
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
        }
    }

    /// <summary>Reads up to the client's closing frame, or to the end, and minds nothing else.</summary>
    public async ValueTask SkipToCloseAsync()
    {
        var left = 0L;
        for (var count = 1; count > 0 && !_hasSeenClose; _end += count)
        {
            left = Skip(left);
            while (left == 0 && !_hasSeenClose && FrameHeader.TryRead(Unread, out var header))
            {
                _hasSeenClose |= header.Opcode == FrameHeader.Close;
                _start += header.Length;
                left = Skip(header.PayloadLength);
            }

            count = _hasSeenClose ? 0 : await stream.ReadAsync(MakeRoom()).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the buffer back. Nothing is read any more.</summary>
    public void Close() => ReturnBuffer();

    /// <returns>How much of it is still to come.</returns>
    private long Skip(long payload)
    {
        var skipped = (int)Math.Min(payload, _end - _start);
        _start += skipped;
        return payload - skipped;
    }

    /// <summary>Takes the next frame out of the buffer, where all of it is there and it breaks no rule.</summary>
    private bool TryTakeFrame(out FrameHeader header, out Memory<byte> payload)
    {
        payload = default;
        if (Violation is not null || _hasSeenClose || !FrameHeader.TryRead(Unread, out header))
        {
            header = default;
            return false;
        }

        Violation = header.Violation ?? (header.IsControl ? null : ViolationOf(in header));
        if (Violation is not null || header.PayloadLength > _end - _start - header.Length)
        {
            return false;
        }

        payload = _buffer.AsMemory(_start + header.Length, (int)header.PayloadLength);
        FrameMask.Apply(payload.Span, header.Mask);
        _start += header.Length + payload.Length;
        return true;
    }

    /// <summary>Which rule the next piece of a message breaks. Known from the header, before the payload is there.</summary>
    private Violation? ViolationOf(in FrameHeader header) =>
        header.IsCompressed && (compression is null || header.Opcode == FrameHeader.Continuation) ? Violation.ReservedBits
        : (header.Opcode == FrameHeader.Continuation) != (_fragments > 0) ? Violation.BadOrder
        : header.PayloadLength > MostOnTheWire(in header) - (_message?.WrittenCount ?? 0) ? Violation.TooLarge
        : _fragments >= settings.MaxFragments ? Violation.TooManyFragments
        : null;

    /// <summary>How long a message may be as it travels: what does not shrink grows a little when it is compressed.</summary>
    private long MostOnTheWire(in FrameHeader header) =>
        settings.MaxPayload + (header.IsCompressed || (_fragments > 0 && _messageIsCompressed) ? (settings.MaxPayload >> 11) + 16L : 0);

    /// <summary>Acts on a frame.</summary>
    /// <returns>The message it completes, if it does.</returns>
    private ReceivedMessage? Accept(in FrameHeader header, Memory<byte> payload)
    {
        switch (header.Opcode)
        {
            case FrameHeader.Ping:
                transport.SendFrame(RawFrame.PongTo(payload.Span));
                return null;
            case FrameHeader.Pong:
                transport.OnPong();
                return null;
            case FrameHeader.Close:
                AcceptClose(payload.Span);
                return null;
            default:
                return header.IsFinal && _fragments == 0 ? Whole(header.Opcode, payload, header.IsCompressed) : Join(in header, payload.Span);
        }
    }

    private ReceivedMessage? Join(in FrameHeader header, ReadOnlySpan<byte> fragment)
    {
        if (_fragments++ == 0)
        {
            (_messageOpcode, _messageIsCompressed) = (header.Opcode, header.IsCompressed);
        }

        (_message ??= new ArrayBufferWriter<byte>()).Write(fragment);
        if (!header.IsFinal)
        {
            return null;
        }

        var message = Whole(_messageOpcode, MemoryMarshal.AsMemory(_message.WrittenMemory), _messageIsCompressed);
        _message = null;
        _fragments = 0;
        return message;
    }

    private ReceivedMessage? Whole(int opcode, Memory<byte> bytes, bool isCompressed)
    {
        byte[]? rented = null;
        if (isCompressed)
        {
            Violation = compression!.Inflate(bytes, settings.MaxPayload, out var inflated);
            (bytes, rented) = (inflated, inflated.Array);
        }

        if (Violation is null && opcode == FrameHeader.Text && !Utf8.IsValid(bytes.Span))
        {
            Violation = Violation.NotUtf8;
        }

        var message = new ReceivedMessage(opcode == FrameHeader.Text ? MessageKind.Text : MessageKind.Binary, bytes, rented);
        if (Violation is null)
        {
            return message;
        }

        message.Return();
        return null;
    }

    /// <summary>A closing frame is answered with its own status (section 5.5.1).</summary>
    private void AcceptClose(ReadOnlySpan<byte> payload)
    {
        _hasSeenClose = true;
        if (payload.IsEmpty)
        {
            transport.SendFrame(RawFrame.Close);
            return;
        }

        var status = payload.Length == 1 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!ClosingStatus.MayBeSent(status))
        {
            Violation = Violation.BadClose;
            return;
        }

        if (!Utf8.IsValid(payload[2..]))
        {
            Violation = Violation.NotUtf8;
            return;
        }

        CloseCode = status;
        CloseText = Encoding.UTF8.GetString(payload[2..]);
        transport.SendFrame(RawFrame.CloseWith(status));
    }

    /// <summary>Gives the free part of the buffer, which grows only when it is full of what has come.</summary>
    private Memory<byte> MakeRoom()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(FirstCapacity);
        if (_end == _buffer.Length)
        {
            var former = _buffer;
            _buffer = _start > 0 ? former : ArrayPool<byte>.Shared.Rent(former.Length * 2);
            former.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_buffer != former)
            {
                ArrayPool<byte>.Shared.Return(former);
            }
        }

        return _buffer.AsMemory(_end);
    }

    private void ReturnBuffer()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            _start = _end = 0;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
