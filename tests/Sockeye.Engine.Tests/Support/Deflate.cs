using System.IO.Compression;

namespace Sockeye.Engine.Tests.Support;

/// <summary>The client's side of <c>permessage-deflate</c>, made of the framework's raw deflate; with a memory where it is used for several messages.</summary>
internal sealed class Deflate : IDisposable
{
    private static readonly byte[] Tail = [0, 0, 0xff, 0xff];

    private readonly MemoryStream _compressed = new();
    private readonly MemoryStream _received = new();
    private readonly DeflateStream _deflater;
    private readonly DeflateStream _inflater;

    public Deflate()
    {
        _deflater = new DeflateStream(_compressed, CompressionLevel.Optimal, leaveOpen: true);
        _inflater = new DeflateStream(_received, CompressionMode.Decompress, leaveOpen: true);
    }

    public static byte[] Once(ReadOnlySpan<byte> message)
    {
        using var deflate = new Deflate();
        return deflate.Compress(message);
    }

    public static byte[] Back(WireFrame frame)
    {
        using var deflate = new Deflate();
        return (frame.FirstByte & 0x40) == 0 ? frame.Payload : deflate.Decompress(frame.Payload);
    }

    public byte[] Compress(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
        {
            return [0]; // RFC 7692, section 7.2.3.6
        }

        _compressed.SetLength(0);
        _deflater.Write(message);
        _deflater.Flush();
        var bytes = _compressed.ToArray();
        Assert.Equal(Tail, bytes[^4..]);
        return bytes[..^4];
    }

    public byte[] Decompress(ReadOnlySpan<byte> payload)
    {
        var at = _received.Length;
        _received.Write(payload);
        _received.Write(Tail);
        _received.Position = at;
        var message = new MemoryStream();
        _inflater.CopyTo(message);
        return message.ToArray();
    }

    public void Dispose()
    {
        _deflater.Dispose();
        _inflater.Dispose();
    }
}
