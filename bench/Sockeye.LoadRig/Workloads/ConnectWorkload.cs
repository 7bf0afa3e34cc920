using System.Diagnostics;
using Sockeye.LoadRig.Generation;

namespace Sockeye.LoadRig.Workloads;

/// <summary>
/// Clients that come, enter, leave, wait until the server has let go and come again. An operation is one such life; its latency is the
/// time from connecting to having entered.
/// </summary>
internal sealed class ConnectWorkload(GeneratorOptions options) : Workload(options)
{
    private const int Guests = 50;
    private ClientLoop? _loop;
    private bool _isEnding;
    private int _left;

    public override GeneratorResult Measure(ClientLoop loop, Run run)
    {
        _loop = loop;
        var guests = Make(loop, Math.Min(Guests, Options.Clients));
        run.Connect(guests);
        Check(loop, run, guests);
        run.Leave(guests);

        loop.Sink = this;
        foreach (var client in Make(loop, Options.Clients))
        {
            Come(client);
        }

        var result = Drive(run);
        _isEnding = true;
        run.Until(() => _left == Options.Clients, "goodbyes");
        return result;
    }

    public override void OnReady(Client client)
    {
        Latencies.Add(client.StartedAt, Stopwatch.GetTimestamp());
        _loop!.Leave(client);
    }

    public override void OnMessage(Client client, ReadOnlySpan<byte> message) =>
        throw new InvalidOperationException($"Client {client.Number} asked nothing and was told something.");

    public override void OnClosed(Client client)
    {
        Operations++;
        if (_isEnding)
        {
            _left++;
        }
        else
        {
            Come(client);
        }
    }

    private void Come(Client client)
    {
        client.StartedAt = Stopwatch.GetTimestamp();
        _loop!.Open(client);
    }
}
