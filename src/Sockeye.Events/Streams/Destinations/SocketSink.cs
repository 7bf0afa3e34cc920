using System.Net.Sockets;

namespace Sockeye.Events.Streams;

internal sealed class SocketSink(Socket socket, bool leaveOpen) : ByteSink("the destination's socket", leaveOpen)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        while (!chunk.IsEmpty)
        {
            var sent = await socket.SendAsync(chunk, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            chunk = chunk[sent..];
        }
    }

    public override ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (!LeaveOpen)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        return default;
    }

    protected override ValueTask CloseOwnedAsync(Exception? failure)
    {
        SocketClosing.Close(socket, failure);
        return default;
    }
}
