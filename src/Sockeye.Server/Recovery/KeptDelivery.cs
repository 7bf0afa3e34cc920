using Sockeye.Adapters;

namespace Sockeye.Server.Recovery;

/// <summary>
/// Delivers packets with an offset, and notes what was sent. It runs under the lock that keeps them in order, so nobody is called; listeners of outgoing events
/// hear of the packet afterwards.
/// </summary>
internal static class KeptDelivery
{
    public static void Deliver(Socket socket, BroadcastPacket packet, string offset)
    {
        if (socket.Recovery is not { } recovery)
        {
            if (socket.Life.CanSend)
            {
                socket.Session.Send(packet.Plain, socket.Namespace.SlowClientPolicy); // a client of Socket.IO v2 knows nothing of offsets
            }
        }
        else if (socket.Life.CanSend)
        {
            recovery.Deliveries.Sent(offset);
            socket.Session.Send(packet.Message, socket.Namespace.SlowClientPolicy);
        }
        else
        {
            recovery.Deliveries.Missed(offset);
        }
    }

    public static async ValueTask DeliverAsync(Socket socket, BroadcastPacket packet, string offset, CancellationToken cancellationToken)
    {
        if (socket.Recovery is not { } recovery || !socket.Life.CanSend)
        {
            Deliver(socket, packet, offset);
            return;
        }

        var sending = socket.Session.SendAsync(packet.Message, socket.Namespace.SlowClientPolicy, cancellationToken);
        if (sending.IsCompletedSuccessfully)
        {
            recovery.Deliveries.Sent(offset);
            return;
        }

        recovery.Deliveries.Waits(offset);
        try
        {
            if (await sending.ConfigureAwait(false))
            {
                recovery.Deliveries.SentLate(offset);
            }
        }
        catch (OperationCanceledException)
        {
            recovery.Deliveries.GivenUp(offset);
            throw;
        }
    }
}
