using System.Diagnostics;
using Sockeye.LoadRig.Generation;
using Sockeye.LoadRig.Linux;

namespace Sockeye.LoadRig.Workloads;

/// <summary>
/// One client, or several, each publish to all. A broadcast is complete when every client has it; its publisher then publishes the next.
/// An operation is one delivery.
/// </summary>
internal sealed class BroadcastWorkload(GeneratorOptions options) : Workload(options)
{
    private readonly byte[][] _messages = new byte[options.InFlight][];
    private readonly Client[] _publishers = new Client[options.InFlight];
    private readonly int[] _deliveries = new int[options.InFlight];
    private int _slotAt;

    public override GeneratorResult Measure(ClientLoop loop, Run run)
    {
        var clients = Make(loop, Options.Clients);
        run.Connect(clients);
        Check(loop, run, clients);
        loop.Sink = this;
        for (var slot = 0; slot < Options.InFlight; slot++)
        {
            var value = (char)('a' + slot) + Payload[1..];
            _messages[slot] = loop.Wire.BroadcastMessage(value);
            _slotAt = _messages[slot].AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(value));
            _publishers[slot] = clients[slot * clients.Count / Options.InFlight];
            _publishers[slot].Request = loop.Wire.BroadcastFrame(value);
        }

        foreach (var publisher in _publishers)
        {
            Publish(publisher);
        }

        return Drive(run);
    }

    public override void OnMessage(Client client, ReadOnlySpan<byte> message)
    {
        var slot = message.Length > _slotAt ? message[_slotAt] - 'a' : -1;
        if ((uint)slot >= (uint)_messages.Length || !message.SequenceEqual(_messages[slot]))
        {
            throw new InvalidOperationException($"Client {client.Number} got what nobody published.");
        }

        Operations++;
        if (++_deliveries[slot] == Options.Clients)
        {
            _deliveries[slot] = 0;
            Latencies.Add(_publishers[slot].StartedAt, Stopwatch.GetTimestamp());
            Publish(_publishers[slot]);
        }
    }

    private static void Publish(Client publisher)
    {
        publisher.StartedAt = Stopwatch.GetTimestamp();
        Tcp.Send(publisher.Socket, publisher.Request);
    }
}
