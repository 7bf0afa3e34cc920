using System.IO.Pipelines;
using System.Net.Sockets;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Connections;

/// <summary>Moves what a socket brings into a pipe. Waits without a buffer.</summary>
internal sealed class Receiver(Socket socket, PipeWriter output)
{
    /// <summary>A read into the rest of a block that is nearly full would cost a system call for a few bytes.</summary>
    private const int LeastRoom = 1024;

    private readonly ReadinessSignal _readable = new();
    private volatile bool _isEnding;
    private volatile bool _isStopped;

    public void OnReadable(bool isEnding)
    {
        if (isEnding)
        {
            _isEnding = true;
        }

        _readable.Signal();
    }

    /// <summary>The socket must not be touched any more: <see cref="RunAsync"/> ends when it is told next that there is something.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Runs until the peer has sent its last byte, nobody reads the pipe any more, it is stopped, or the connection breaks. Never throws.</summary>
    /// <returns>How it broke, if it did.</returns>
    public async Task<Exception?> RunAsync()
    {
        try
        {
            return await ReceiveAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (_isStopped)
        {
            return null;
        }
        catch (Exception exception) // no memory for a buffer, say: the connection ends, and whoever reads the pipe is told
        {
            return exception;
        }
    }

    private async Task<Exception?> ReceiveAsync()
    {
        var isDrained = true;
        while (true)
        {
            if (isDrained)
            {
                await _readable.WaitAsync().ConfigureAwait(false);
            }

            if (_isStopped)
            {
                return null;
            }

            AfterReceiving.Yield();
            var memory = output.GetMemory(LeastRoom);
            var count = socket.Receive(memory.Span, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                isDrained = true;
                continue;
            }

            if (error != SocketError.Success)
            {
                return SocketErrors.ToException(error);
            }

            if (count == 0)
            {
                return null;
            }

            // Fewer bytes than there was room for: that was all (epoll(7), question 9). What comes later is told again; an end that came with it is not.
            isDrained = count < memory.Length && !_isEnding;
            output.Advance(count);
            var flush = await output.FlushAsync().ConfigureAwait(false);
            if (flush.IsCompleted || flush.IsCanceled)
            {
                return null;
            }
        }
    }
}
