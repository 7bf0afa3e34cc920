using System.Buffers;
using System.IO.Pipelines;

namespace Demo.Chat.Files;

/// <summary>The bytes of a chunk as they come, a few at a time.</summary>
internal static class Chunk
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Writes a chunk to where a file stands.</summary>
    /// <returns>How many bytes were written; -1 where there were more than fit.</returns>
    public static async Task<long> CopyAsync(PipeReader source, FileStream target, long most, CancellationToken cancellationToken)
    {
        var written = 0L;
        var fits = await ReadAsync(
            source,
            async piece =>
            {
                if (written + piece.Length > most)
                {
                    return false;
                }

                await target.WriteAsync(piece, cancellationToken);
                written += piece.Length;
                return true;
            },
            cancellationToken);
        return fits ? written : -1;
    }

    /// <summary>Compares a chunk with what a file has from where it stands.</summary>
    public static async Task<bool> IsSameAsync(PipeReader source, FileStream known, long most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var compared = 0L;
            return await ReadAsync(
                source,
                async piece =>
                {
                    for (; piece.Length > 0; piece = piece[Math.Min(BufferSize, piece.Length)..])
                    {
                        var part = buffer.AsMemory(0, Math.Min(BufferSize, piece.Length));
                        compared += part.Length;
                        if (compared > most || await known.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken) < part.Length
                            || !part.Span.SequenceEqual(piece.Span[..part.Length]))
                        {
                            return false;
                        }
                    }

                    return true;
                },
                cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>Whether all pieces were taken.</returns>
    private static async Task<bool> ReadAsync(PipeReader source, Func<ReadOnlyMemory<byte>, Task<bool>> take, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await source.ReadAsync(cancellationToken);
            var isTaken = true;
            foreach (var piece in read.Buffer)
            {
                isTaken = isTaken && await take(piece);
            }

            source.AdvanceTo(read.Buffer.End);
            if (!isTaken || read.IsCompleted)
            {
                return isTaken;
            }
        }
    }
}
