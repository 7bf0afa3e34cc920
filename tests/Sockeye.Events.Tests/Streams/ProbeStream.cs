namespace Sockeye.Events.Tests.Streams;

/// <summary>A stream that makes its bytes, keeps what it is given, counts its closings, and fails or waits where it is told to.</summary>
internal sealed class ProbeStream : Stream
{
    private readonly MemoryStream _written = new();
    private long _read;
    private int _disposals;

    /// <summary>How many bytes can be read before the end.</summary>
    public long Length64 { get; init; }

    public long FailReadAt { get; init; } = long.MaxValue;

    public long FailWriteAt { get; init; } = long.MaxValue;

    public bool FailFlush { get; init; }

    public bool FailDispose { get; init; }

    /// <summary>Whether written bytes are kept; otherwise they are only counted.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>What every write waits for.</summary>
    public Func<CancellationToken, Task>? BeforeWrite { get; init; }

    public long BytesRead => Interlocked.Read(ref _read);

    public long BytesWritten { get; private set; }

    public byte[] Written => _written.ToArray();

    public int Disposals => Volatile.Read(ref _disposals);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static byte ByteAt(long position) => (byte)(position * 31 + (position >> 8));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_read >= FailReadAt)
        {
            throw new IOException("The disk is gone.");
        }

        var count = (int)Math.Min(buffer.Length, Math.Min(Length64, FailReadAt) - _read);
        for (var i = 0; i < count; i++)
        {
            buffer.Span[i] = ByteAt(_read + i);
        }

        Interlocked.Add(ref _read, count);
        return new(count);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (BeforeWrite is not null)
        {
            await BeforeWrite(cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (BytesWritten + buffer.Length > FailWriteAt)
        {
            throw new IOException("The disk is full.");
        }

        BytesWritten += buffer.Length;
        if (Keeps)
        {
            _written.Write(buffer.Span);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        FailFlush ? Task.FromException(new IOException("The flush failed.")) : Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Interlocked.Increment(ref _disposals);
        if (FailDispose)
        {
            throw new IOException("The closing failed.");
        }
    }
}
