using System.Buffers;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.WebSockets;

/// <summary>Collects frames, to write several at a time. For who has the turn to write.</summary>
internal sealed class FrameBatch(WebSocketTransport transport) : IDisposable
{
    /// <summary>How much goes out in one write.</summary>
    private const int Capacity = 32 * 1024;

    /// <summary>A larger frame is not copied.</summary>
    private const int LargestCopied = Capacity / 4;

    private byte[]? _rented;
    private int _length;

    /// <summary>Gets whether no frame is held back.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Adds the frames of an entry. When the returned task has completed nothing of the entry is needed any more.</summary>
    public async ValueTask AddAsync(object entry)
    {
        switch (entry)
        {
            case RawFrame raw:
                await AddFrameAsync(raw.Bytes).ConfigureAwait(false);
                break;
            case MessageBuffer buffer:
                await AddFrameAsync(transport.FrameOf(buffer)).ConfigureAwait(false);
                break;
        }

        var compress = entry is EncodedMessage { Compress: true } or MessageBuffer { Compress: true };
        for (var message = entry as EncodedMessage ?? (entry as MessageBuffer)?.Attachments; message is not null; message = message.Next)
        {
            await AddFrameAsync(transport.FrameOf(message, compress)).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is held back.</summary>
    public ValueTask FlushAsync()
    {
        var length = _length;
        _length = 0;
        return length == 0 ? default : transport.Write(_rented.AsMemory(0, length));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async ValueTask AddFrameAsync(ReadOnlyMemory<byte> frame)
    {
        var copies = transport.TakesSeveral && frame.Length <= LargestCopied;
        if (!copies || _length + frame.Length > Capacity)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        if (!copies)
        {
            await transport.Write(frame).ConfigureAwait(false);
            return;
        }

        _rented ??= ArrayPool<byte>.Shared.Rent(Capacity);
        frame.CopyTo(_rented.AsMemory(_length));
        _length += frame.Length;
    }
}
