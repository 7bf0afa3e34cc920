using Sockeye.Adapters;
using Sockeye.Engine;

namespace Sockeye.Server.Recovery;

/// <summary>
/// Delivers packets with an offset, and notes what was sent in the order in which it goes out. The first step runs under the lock that keeps them in order: it queues
/// them, writes nothing and calls nobody. The second, behind the lock, writes them and tells listeners.
/// </summary>
internal static class KeptDelivery
{
    public static void Deliver(Socket socket, BroadcastPacket packet)
    {
        if (!socket.Life.CanSend)
        {
            socket.Recovery?.Deliveries.Sent(packet); // not sent, but behind all that was: whoever comes back has missed it
        }
        else if (socket.Recovery is { } recovery)
        {
            socket.Session.Queue(packet.Message, socket.Namespace.SlowClientPolicy, (recovery.Deliveries, packet), Note);
        }
        else
        {
            socket.Session.Queue(packet.Plain, socket.Namespace.SlowClientPolicy); // a client of Socket.IO v2 knows nothing of offsets
        }
    }

    public static ValueTask DeliverAsync(Socket socket, BroadcastPacket packet, CancellationToken cancellationToken)
    {
        if (socket.Recovery is not { } recovery || !socket.Life.CanSend)
        {
            Deliver(socket, packet);
            return ValueTask.CompletedTask;
        }

        var sending = socket.Session.QueueAsync(
            packet.Message, socket.Namespace.SlowClientPolicy, (recovery.Deliveries, packet), Note, cancellationToken);
        return sending.IsCompletedSuccessfully ? ValueTask.CompletedTask : WaitAsync(socket, packet, recovery.Deliveries, sending);
    }

    /// <summary>The second step.</summary>
    public static void Finish(Socket socket, BroadcastPacket packet)
    {
        if (socket.Life.CanSend)
        {
            socket.Session.Flush(socket.Recovery is null ? packet.Plain : packet.Message);
        }
        else
        {
            socket.Session.Flush(); // it may have been queued before the end began
        }
    }

    private static async ValueTask WaitAsync(Socket socket, BroadcastPacket packet, DeliveryRecord deliveries, ValueTask<bool> sending)
    {
        try
        {
            if (!await sending.ConfigureAwait(false) && socket.Namespace.SlowClientPolicy == SlowClientPolicy.Drop && socket.Session.State == SessionState.Open)
            {
                deliveries.GivenUp(packet); // dropped is dropped; what an end left waiting is missed
            }
        }
        catch (OperationCanceledException)
        {
            deliveries.GivenUp(packet);
            throw;
        }
    }

    private static void Note((DeliveryRecord Deliveries, BroadcastPacket Packet) kept, QueuePlace place)
    {
        switch (place)
        {
            case QueuePlace.Waits:
                kept.Deliveries.Waits(kept.Packet);
                break;
            case QueuePlace.Late:
                kept.Deliveries.SentLate(kept.Packet);
                break;
            default:
                kept.Deliveries.Sent(kept.Packet);
                break;
        }
    }
}
