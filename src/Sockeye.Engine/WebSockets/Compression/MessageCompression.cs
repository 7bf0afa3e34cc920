using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.WebSockets.Compression;

/// <summary>
/// Compression as it was agreed for one connection. Frames are made by who has the turn to write, messages are taken out by who reads.
/// </summary>
internal sealed class MessageCompression(DeflateAgreement agreement, int threshold) : IDisposable
{
    private static readonly CodecPool Deflaters = new(DeflateCodec.Deflater);
    private static readonly CodecPool Inflaters = new(DeflateCodec.Inflater);
    private static readonly Func<EncodedMessage, int, ReadOnlyMemory<byte>> Compressed = Compress;

    private DeflateCodec? _deflater; // of the connection's own, where messages build on those before
    private DeflateCodec? _inflater;

    private DeflateCodec OwnDeflater => _deflater ??= DeflateCodec.Deflater(agreement.ServerWindowBits, takesOver: true);

    /// <summary>Gets the frame of a message that may be compressed.</summary>
    public ReadOnlyMemory<byte> FrameOf(EncodedMessage message)
    {
        if (message.WebSocketPayload.Length < threshold)
        {
            return message.WebSocketFrame;
        }

        return agreement.ServerTakesOver
            ? OwnDeflater.Deflate(message.WebSocketPayload, message.IsBinary)
            : message.CompressedFrame(agreement.ServerWindowBits, Compressed);
    }

    /// <summary>Gets the frame of a message that may be compressed.</summary>
    public ReadOnlyMemory<byte> FrameOf(MessageBuffer buffer)
    {
        var payload = buffer.IsBinary ? buffer.Text : buffer.PollingPacket; // which a WebSocket's frame carries as well
        if (payload.Length < threshold)
        {
            return buffer.WebSocketFrame;
        }

        return agreement.ServerTakesOver
            ? OwnDeflater.Deflate(payload, buffer.IsBinary)
            : Smaller(Compress(payload, buffer.IsBinary, agreement.ServerWindowBits), buffer.WebSocketFrame);
    }

    /// <summary>Takes a message out of its compressed form.</summary>
    /// <inheritdoc cref="DeflateCodec.Inflate" />
    public Violation? Inflate(ReadOnlyMemory<byte> payload, int most, out ArraySegment<byte> message)
    {
        if (agreement.ClientTakesOver)
        {
            return (_inflater ??= DeflateCodec.Inflater(agreement.ClientWindowBits, takesOver: true)).Inflate(payload, most, out message);
        }

        var inflater = Inflaters.Rent(agreement.ClientWindowBits);
        var violation = inflater.Inflate(payload, most, out message);
        if (violation is null)
        {
            Inflaters.Return(agreement.ClientWindowBits, inflater);
        }
        else
        {
            inflater.Dispose();
        }

        return violation;
    }

    /// <summary>Lets go of what the connection remembers. Nothing is written and read any more.</summary>
    public void Dispose()
    {
        _deflater?.Dispose();
        _inflater?.Dispose();
    }

    private static ReadOnlyMemory<byte> Compress(EncodedMessage message, int windowBits) =>
        Smaller(Compress(message.WebSocketPayload, message.IsBinary, windowBits), message.WebSocketFrame);

    private static byte[] Compress(ReadOnlyMemory<byte> payload, bool isBinary, int windowBits)
    {
        var deflater = Deflaters.Rent(windowBits);
        var frame = deflater.Deflate(payload, isBinary);
        Deflaters.Return(windowBits, deflater); // one that has failed is not used again
        return frame;
    }

    /// <summary>What does not shrink goes out as it is.</summary>
    private static ReadOnlyMemory<byte> Smaller(byte[] compressed, ReadOnlyMemory<byte> plain) => compressed.Length < plain.Length ? compressed : plain;
}
