using System.Runtime.CompilerServices;

namespace Sockeye.Engine.WebSockets;

/// <summary>
/// What the framework's WebSocket takes for the connection: its reads pass through, and each of its writes, which is one whole frame, joins
/// our queue, so that one writer owns the connection.
/// </summary>
internal sealed class OutboxStream(Stream connection, WebSocketTransport transport, FrameInspector inspector) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (inspector.Violation is not null)
        {
            return ValueTask.FromException<int>(Broken()); // what came before it has been read
        }

        var read = connection.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? ValueTask.FromResult(Pass(buffer, read.Result)) : PassAsync(buffer, read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        transport.SendFrame(new RawFrame(buffer.ToArray()));
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Nothing is held back here.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static IOException Broken() => new("The client broke the WebSocket protocol.");

    private int Pass(Memory<byte> buffer, int count)
    {
        var passed = inspector.Pass(buffer.Span[..count]);
        return passed > 0 || inspector.Violation is null ? passed : throw Broken();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> PassAsync(Memory<byte> buffer, ValueTask<int> read) => Pass(buffer, await read.ConfigureAwait(false));
}
