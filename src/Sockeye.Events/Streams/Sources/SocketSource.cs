using System.Net.Sockets;

namespace Sockeye.Events.Streams;

internal sealed class SocketSource(Socket socket, bool leaveOpen) : ByteSource("the source's socket", leaveOpen)
{
    public override async Task PumpAsync(SourceOutput output, CancellationToken cancellationToken)
    {
        while (await socket.ReceiveAsync(output.GetMemory(), SocketFlags.None, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            await output.PutAsync(count, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override ValueTask CloseOwnedAsync(Exception? failure)
    {
        SocketClosing.Close(socket, failure);
        return default;
    }
}
