using System.Buffers;
using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

/// <summary>
/// Takes the chunks of a readable out of its pipe, one at a time, and runs its events. Asking for the next chunk says that the one before
/// is done with.
/// </summary>
internal sealed class ChunkReader(Readable readable, PipeReader reader, bool isOwn)
{
    private readonly int _chunkSize = readable.ReadOptions.ChunkSize;
    private ReadOnlySequence<byte> _buffer;
    private int _taken;
    private bool _isReading;
    private bool _isOver;

    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_taken > 0)
        {
            await PassAsync(cancellationToken).ConfigureAwait(false);
        }

        while (!_isOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            _isReading = true;
            _buffer = result.Buffer;
            if (result.IsCanceled)
            {
                throw new OperationCanceledException("Somebody else cancelled the reading of the pipe.");
            }

            if (FirstOf(_buffer) is { Length: > 0 } chunk)
            {
                await OfferAsync(chunk, cancellationToken).ConfigureAwait(false);
                _taken = chunk.Length;
                return chunk;
            }

            Advance(_buffer.End);
            if (result.IsCompleted)
            {
                await EndAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    public async Task SkipAllAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
        }
    }

    /// <summary>Lets go of the pipe. A borrowed one is left at the first chunk that was not done with.</summary>
    public async Task CompleteAsync()
    {
        _isOver = true;
        if (_isReading)
        {
            Advance(_buffer.Start);
        }

        if (isOwn)
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte> FirstOf(ReadOnlySequence<byte> buffer)
    {
        foreach (var segment in buffer)
        {
            if (!segment.IsEmpty)
            {
                return segment.Length > _chunkSize ? segment[.._chunkSize] : segment;
            }
        }

        return default;
    }

    private async ValueTask OfferAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        if (!isOwn)
        {
            readable.CountTaken(chunk.Length);
        }

        if (readable.ListenerCount(Readable.Data.Name) > 0)
        {
            await readable.EmitAsync(Readable.Data, chunk, cancellationToken).ConfigureAwait(false);
        }

        foreach (var tee in readable.Tees)
        {
            await tee.TakeAsync(chunk, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask PassAsync(CancellationToken cancellationToken)
    {
        var taken = _taken;
        _taken = 0;
        Advance(_buffer.GetPosition(taken));
        return readable.CountAsync(taken, cancellationToken);
    }

    private void Advance(SequencePosition to)
    {
        _isReading = false;
        _buffer = default;
        reader.AdvanceTo(to);
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        _isOver = true;
        foreach (var tee in readable.Tees)
        {
            await tee.FinishAsync(cancellationToken).ConfigureAwait(false);
        }

        await readable.ReportAsync(cancellationToken).ConfigureAwait(false);
        if (readable.ListenerCount(Readable.End.Name) > 0)
        {
            await readable.EmitAsync(Readable.End, cancellationToken).ConfigureAwait(false);
        }
    }
}
