using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

/// <summary>Where a source puts what it reads: into the pipe of its readable, which says when to pause.</summary>
internal readonly struct SourceOutput(Readable readable, PipeWriter writer)
{
    private readonly int _chunkSize = readable.ReadOptions.ChunkSize;

    public void SetLength(long length) => readable.Total = length;

    /// <summary>Gets room for one read, of at most a chunk. The rest of a buffer that is nearly full is not used, so that reads do not become tiny.</summary>
    public Memory<byte> GetMemory()
    {
        var memory = writer.GetMemory(Math.Max(1, _chunkSize / 4));
        return memory.Length > _chunkSize ? memory[.._chunkSize] : memory;
    }

    /// <summary>Hands on what was read, and waits while too much has not been taken.</summary>
    public ValueTask PutAsync(int count, CancellationToken cancellationToken)
    {
        readable.CountTaken(count);
        writer.Advance(count);
        return writer.FlushOrStopAsync(cancellationToken);
    }

    /// <summary>Copies bytes that belong to somebody else.</summary>
    public async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var room = GetMemory();
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            await PutAsync(count, cancellationToken).ConfigureAwait(false);
        }
    }
}
