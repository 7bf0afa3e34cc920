using System.Buffers;
using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

/// <summary>The output of a transformer as a stream of .NET. What is written after <see cref="Drop"/> goes nowhere.</summary>
internal sealed class OutputStream(PipeWriter output, CancellationToken stopping) : Stream
{
    private bool _isDropped;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Drop() => _isDropped = true;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // Without a wait, so it lies in the pipe until the next flush: that of this chunk at the latest.
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_isDropped)
        {
            output.Write(buffer);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return FlushOutputAsync(cancellationToken);
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => FlushOutputAsync(cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // Disposing of what wraps this one writes without a token: then the run's own counts.
    private ValueTask FlushOutputAsync(CancellationToken cancellationToken) =>
        _isDropped ? default : output.FlushOrStopAsync(cancellationToken.CanBeCanceled ? cancellationToken : stopping);
}
