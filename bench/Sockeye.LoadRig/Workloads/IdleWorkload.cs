using System.Diagnostics;
using Sockeye.LoadRig.Generation;
using Sockeye.LoadRig.Linux;

namespace Sockeye.LoadRig.Workloads;

/// <summary>
/// Clients that are there and answer heartbeats. The rig measures the server's memory at the two marks: before they come, and when they
/// have settled; an operation is one client for one second.
/// </summary>
internal sealed class IdleWorkload(GeneratorOptions options) : Workload(options)
{
    public const string BeforeMark = "before";
    private const int Guests = 50;

    public override GeneratorResult Measure(ClientLoop loop, Run run)
    {
        // A few come and go first, so that what a server needs once is not counted per connection.
        var guests = Make(loop, Math.Min(Guests, Options.Clients));
        run.Connect(guests);
        Check(loop, run, guests);
        run.Leave(guests);
        run.Meet(BeforeMark);

        var clients = Make(loop, Options.Clients);
        run.Connect(clients);
        loop.Sink = this;
        run.For(TimeSpan.FromSeconds(Options.WarmUpSeconds));
        var startedAt = Stopwatch.GetTimestamp();
        var server = ProcessSample.CpuSeconds(Options.ServerProcess);
        var generator = ProcessSample.CpuSeconds(Environment.ProcessId);
        run.For(TimeSpan.FromSeconds(Options.Seconds));
        var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        var result = new GeneratorResult
        {
            ServerCpuSeconds = ProcessSample.CpuSeconds(Options.ServerProcess) - server,
            GeneratorCpuSeconds = ProcessSample.CpuSeconds(Environment.ProcessId) - generator,
            Seconds = seconds,
            Operations = (long)(Options.Clients * seconds),
        };
        run.Meet("end");
        Check(loop, run, clients); // all of them are still there
        return result;
    }

    public override void OnMessage(Client client, ReadOnlySpan<byte> message) =>
        throw new InvalidOperationException($"Client {client.Number} is idle and was told something.");
}
