using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Sockeye.PathCost;

/// <summary>Carries Kestrel's connections through memory: whoever writes runs who reads, so that no thread switch and no kernel is in a figure.</summary>
internal sealed class MemoryTransport : IConnectionListenerFactory, IConnectionListener
{
    private static readonly PipeOptions Inline = new(
        new BlockPool(),
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false, pauseWriterThreshold: 0);

    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();
    private int _connections;

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    /// <summary>Connects.</summary>
    /// <returns>The client's end.</returns>
    public IDuplexPipe Connect()
    {
        var (up, down) = (new Pipe(Inline), new Pipe(Inline));
        var id = $"connection {++_connections}";
        _accepted.Writer.TryWrite(new DefaultConnectionContext(id, new End(up.Reader, down.Writer), new End(down.Reader, up.Writer))
        {
            LocalEndPoint = EndPoint,
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1),
        });
        return new End(down.Reader, up.Writer);
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new ValueTask<IConnectionListener>(this);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _accepted.Reader.WaitToReadAsync(cancellationToken) && _accepted.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
