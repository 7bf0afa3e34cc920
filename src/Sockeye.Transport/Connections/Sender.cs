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
    private volatile bool _isStopped;

    public void OnWritable() => _writable.Signal();

    /// <summary>The socket must not be touched any more: <see cref="RunAsync"/> ends when it is told next that there is room, or its pipe is cancelled.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Runs until the pipe ends or is cancelled, it is stopped, or the connection breaks. Never throws.</summary>
    /// <returns>How it broke, if it did.</returns>
    public async Task<Exception?> RunAsync()
    {
        try
        {
            return await SendAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (_isStopped)
        {
            return null;
        }
        catch (Exception exception) // the pipe's writer has ended it with an error, say
        {
            return exception;
        }
    }

    private async Task<Exception?> SendAsync()
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
                if (_isStopped)
                {
                    return null;
                }

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
                    return SocketErrors.ToException(error);
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
        foreach (var memory in bytes)
        {
            if (!MemoryMarshal.TryGetArray(memory, out var segment)) // the application's own memory pool
            {
                segment = memory.ToArray();
            }

            _segments.Add(segment);
        }

        var count = socket.Send(_segments, SocketFlags.None, out error);
        _segments.Clear(); // what is sent goes back to the pool, and is not to be kept alive from here
        return count;
    }
}
