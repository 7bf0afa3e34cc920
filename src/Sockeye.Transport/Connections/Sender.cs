using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Connections;

/// <summary>Moves what comes out of a pipe to a socket.</summary>
internal sealed class Sender(Socket socket, PipeReader input)
{
    private readonly ReadinessSignal _writable = new();
    private List<ArraySegment<byte>>? _segments;

    public void OnWritable() => _writable.Signal();

    /// <summary>Runs until the pipe ends or is cancelled, or the connection breaks.</summary>
    /// <returns>How it broke, if it did.</returns>
    public async Task<Exception?> RunAsync()
    {
        while (true)
        {
            var read = await input.ReadAsync().ConfigureAwait(false);
            if (read.IsCanceled)
            {
                return null;
            }

            var left = read.Buffer;
            while (!left.IsEmpty)
            {
                var count = Send(left, out var error);
                if (error == SocketError.Success)
                {
                    left = left.Slice(count);
                }
                else if (error == SocketError.WouldBlock)
                {
                    await _writable.WaitAsync().ConfigureAwait(false);
                }
                else
                {
                    input.AdvanceTo(read.Buffer.End);
                    return new SocketException((int)error);
                }
            }

            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private int Send(in ReadOnlySequence<byte> bytes, out SocketError error)
    {
        if (bytes.IsSingleSegment)
        {
            return socket.Send(bytes.FirstSpan, SocketFlags.None, out error);
        }

        _segments ??= [];
        _segments.Clear();
        foreach (var memory in bytes)
        {
            _ = MemoryMarshal.TryGetArray(memory, out var segment);
            _segments.Add(segment);
        }

        return socket.Send(_segments, SocketFlags.None, out error);
    }
}
