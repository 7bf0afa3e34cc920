using System.Diagnostics;
using Sockeye.LoadRig.Generation;
using Sockeye.LoadRig.Linux;

namespace Sockeye.LoadRig.Workloads;

/// <summary>Every client asks, waits for the acknowledgement, compares it byte for byte and asks again.</summary>
internal sealed class EchoWorkload(GeneratorOptions options) : Workload(options)
{
    public override GeneratorResult Measure(ClientLoop loop, Run run)
    {
        var clients = Make(loop, Options.Clients);
        run.Connect(clients);
        Check(loop, run, clients);
        loop.Sink = this;
        foreach (var client in clients)
        {
            var value = $"{client.Number:00000}{Payload[5..]}";
            client.Request = loop.Wire.EchoFrame(value);
            client.Answer = loop.Wire.EchoAnswer(value);
            Ask(client);
        }

        return Drive(run);
    }

    public override void OnMessage(Client client, ReadOnlySpan<byte> message)
    {
        if (!message.SequenceEqual(client.Answer))
        {
            throw new InvalidOperationException($"Client {client.Number} got another value than it sent.");
        }

        Latencies.Add(client.StartedAt, Stopwatch.GetTimestamp());
        Operations++;
        Ask(client);
    }

    private static void Ask(Client client)
    {
        client.StartedAt = Stopwatch.GetTimestamp();
        Tcp.Send(client.Socket, client.Request);
    }
}
