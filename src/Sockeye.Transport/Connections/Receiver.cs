using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Connections;

/// <summary>Moves what a socket brings into a pipe. Waits without a buffer, and runs whoever waits for the pipe on the spot.</summary>
internal sealed class Receiver(Socket socket, PipeWriter output)
{
    private readonly ReadinessSignal _readable = new();
    private volatile bool _isEnding;

    public void OnReadable(bool isEnding)
    {
        if (isEnding)
        {
            _isEnding = true;
        }

        _readable.Signal();
    }

    /// <summary>Runs until the peer has sent its last byte, nobody reads the pipe any more, or the connection breaks.</summary>
    /// <returns>How it broke, if it did.</returns>
    public async Task<Exception?> RunAsync()
    {
        var isDrained = true;
        while (true)
        {
            if (isDrained)
            {
                await _readable.WaitAsync().ConfigureAwait(false);
            }

            var memory = output.GetMemory();
            var count = socket.Receive(memory.Span, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                isDrained = true;
                continue;
            }

            if (error != SocketError.Success)
            {
                return ToException(error);
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

    private static Exception ToException(SocketError error)
    {
        var exception = new SocketException((int)error);
        return error switch
        {
            SocketError.ConnectionReset or SocketError.Shutdown => new ConnectionResetException(exception.Message, exception),
            SocketError.OperationAborted or SocketError.Interrupted => new ConnectionAbortedException(exception.Message, exception),
            _ => exception,
        };
    }
}
