using System.Diagnostics;
using Sockeye.LoadRig.Generation;
using Sockeye.LoadRig.Linux;

namespace Sockeye.LoadRig.Workloads;

/// <summary>One kind of load: connects its clients, checks the server, and keeps it busy for a warm-up and a measured time.</summary>
internal abstract class Workload(GeneratorOptions options) : IMessageSink
{
    /// <summary>What echoes and broadcasts carry: 64 characters that JSON leaves as they are.</summary>
    protected const string Payload = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    protected GeneratorOptions Options { get; } = options;

    protected LatencyHistogram Latencies { get; } = new();

    protected long Operations { get; set; }

    public static Workload Named(GeneratorOptions options) => options.Workload switch
    {
        "echo" => new EchoWorkload(options),
        "broadcast" => new BroadcastWorkload(options),
        "rooms" => new RoomsWorkload(options),
        "idle" => new IdleWorkload(options),
        "connect" => new ConnectWorkload(options),
        _ => throw new ArgumentException($"There is no workload {options.Workload}."),
    };

    public abstract GeneratorResult Measure(ClientLoop loop, Run run);

    public abstract void OnMessage(Client client, ReadOnlySpan<byte> message);

    public virtual void OnReady(Client client)
    {
    }

    public virtual void OnClosed(Client client) =>
        throw new InvalidOperationException($"The server dropped client {client.Number} during {Options.Workload}.");

    protected static List<Client> Make(ClientLoop loop, int count) => [.. Enumerable.Range(0, count).Select(_ => loop.Add())];

    protected static void Check(ClientLoop loop, Run run, IReadOnlyList<Client> clients) => new FunctionalCheck(loop, run, clients).Pass();

    /// <summary>Warms the server up under the full load, then counts.</summary>
    protected GeneratorResult Drive(Run run)
    {
        run.For(TimeSpan.FromSeconds(Options.WarmUpSeconds));
        Run.Announce("window");
        Operations = 0;
        Latencies.Clear();
        var startedAt = Stopwatch.GetTimestamp();
        var server = ProcessSample.CpuSeconds(Options.ServerProcess);
        var generator = ProcessSample.CpuSeconds(Environment.ProcessId);
        run.For(TimeSpan.FromSeconds(Options.Seconds));
        run.Until(() => Operations > 0, "first operation"); // a short window may have none on a busy machine
        var result = new GeneratorResult
        {
            ServerCpuSeconds = ProcessSample.CpuSeconds(Options.ServerProcess) - server,
            GeneratorCpuSeconds = ProcessSample.CpuSeconds(Environment.ProcessId) - generator,
            Seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds,
            Operations = Operations,
            P50Milliseconds = Latencies.Percentile(0.5),
            P99Milliseconds = Latencies.Percentile(0.99),
        };
        run.Meet("end");
        return result;
    }
}
