using System.Buffers;
using System.IO.Pipelines;

namespace Sockeye.Transport.Connections;

/// <summary>Makes the two pipes of each connection.</summary>
internal sealed class ConnectionPipes
{
    private readonly PipeOptions _received;
    private readonly PipeOptions[] _sent;
    private uint _next;

    public ConnectionPipes(MemoryPool<byte> pool, EpollTransportOptions options)
    {
        Pool = pool;
        _received = Make(new AfterReceiving(), options.MaxReadBufferSize);
        _sent = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Make(new WorkQueue(), options.MaxWriteBufferSize))];
    }

    public MemoryPool<byte> Pool { get; }

    /// <summary>Makes the pipe for what comes in: who waits for it runs on the thread that has read the socket, right after.</summary>
    public Pipe Received() => new(_received);

    /// <summary>Makes the pipe for what goes out, which one of a few queues moves to its socket.</summary>
    public Pipe Sent() => new(_sent[Interlocked.Increment(ref _next) % (uint)_sent.Length]);

    private PipeOptions Make(PipeScheduler reader, long most) => new(
        Pool, reader, PipeScheduler.ThreadPool, pauseWriterThreshold: most, resumeWriterThreshold: most / 2, useSynchronizationContext: false);
}
