namespace Sockeye.Engine.WebSockets.Compression;

/// <summary>The connection of a codec: what it reads lies in memory, and what it writes is kept.</summary>
internal sealed class FrameTape : Stream
{
    private readonly byte[] _header = new byte[10];
    private ReadOnlyMemory<byte> _unreadHeader;
    private ReadOnlyMemory<byte> _unread;
    private byte[] _written = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Puts a compressed message in, as one frame without a mask.</summary>
    public void Load(ReadOnlyMemory<byte> payload)
    {
        _unreadHeader = _header.AsMemory(0, FrameHeader.WriteCompressed(_header, payload.Length));
        _unread = payload;
    }

    /// <summary>Takes out what was written.</summary>
    public byte[] TakeWritten()
    {
        var written = _written;
        _written = [];
        return written;
    }

    public override int Read(Span<byte> buffer)
    {
        ref var from = ref (_unreadHeader.IsEmpty ? ref _unread : ref _unreadHeader);
        var count = Math.Min(buffer.Length, from.Length);
        from.Span[..count].CopyTo(buffer);
        from = from[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Write(ReadOnlySpan<byte> buffer) => _written = _written.Length == 0 ? buffer.ToArray() : [.. _written, .. buffer];

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
        // It is all there.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
