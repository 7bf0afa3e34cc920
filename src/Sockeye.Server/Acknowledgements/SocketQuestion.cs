using System.Diagnostics;
using Sockeye.Server.Diagnostics;

namespace Sockeye.Server.Acknowledgements;

/// <summary>Asks one socket for an acknowledgement.</summary>
internal static class SocketQuestion
{
    public static async Task<AckResult<TAnswer>> AskAsync<TAnswer>(
        Socket socket,
        string eventName,
        ReadOnlyMemory<object?> arguments,
        TimeSpan? timeout,
        bool isVolatile,
        bool compress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var activity = ServerActivities.IsOn ? ServerActivities.Start($"ask {eventName}", "ask", ActivityKind.Client, socket.Namespace) : null;
        var id = socket.Namespace.NextAckId();
        var ack = new PendingAck<TAnswer>(socket.Acks, id);
        var refusal = socket.Acks.Add(id, ack, timeout ?? socket.Server.Options.AckTimeout);
        if (refusal != AckFailure.None)
        {
            return new AckResult<TAnswer>(refusal);
        }

        try
        {
            if (!socket.Send(eventName, id, arguments.Span, isVolatile, compress))
            {
                socket.Acks.Fail(id, AckFailure.Dropped);
            }

            return await ack.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            socket.Acks.Remove(id);
        }
    }
}
