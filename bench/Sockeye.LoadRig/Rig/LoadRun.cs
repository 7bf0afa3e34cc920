using System.Text.Json;
using Sockeye.LoadRig.Generation;
using Sockeye.LoadRig.Linux;
using Sockeye.LoadRig.Workloads;

namespace Sockeye.LoadRig.Rig;

/// <summary>All rounds of all workloads: within a round every peer in turn, so that what disturbs the machine disturbs them alike.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(25);

    // So that each idle connection has had several heartbeats before its memory counts.
    private static readonly TimeSpan IdlePingInterval = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> StartAsync(RigOptions options)
    {
        OpenFiles.AllowFor(options.Plans.Max(static plan => plan.Clients)); // the servers inherit it
        foreach (var peer in options.Peers.Where(static peer => peer.NpmFolder is not null))
        {
            await NpmPackages.InstallAsync(peer.Folder);
        }

        var all = new List<Measurement>();
        foreach (var plan in options.Plans)
        {
            var measurements = new List<Measurement>();
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var peer in options.Peers)
                {
                    var measurement = await MeasureAsync(options, plan, peer, round);
                    measurements.Add(measurement);
                    await Console.Error.WriteLineAsync(Report.Line(plan, measurement));
                }
            }

            Console.WriteLine(Report.Table(plan, options.Peers, measurements));
            all.AddRange(measurements);
        }

        if (options.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(all, Indented));
        }

        return 0;
    }

    private static async Task<Measurement> MeasureAsync(RigOptions options, Plan plan, Peer peer, int round)
    {
        await using var server = await PeerServer.StartAsync(peer, options.ServerCore, plan.IsIdle ? IdlePingInterval : PingInterval);
        var asked = new GeneratorOptions
        {
            Wire = peer.Wire,
            Workload = plan.Workload,
            Port = server.Port,
            ServerProcess = server.ProcessId,
            Clients = plan.Clients,
            InFlight = plan.InFlight,
            OtherRooms = plan.OtherRooms,
            WarmUpSeconds = options.WarmUpSeconds,
            Seconds = options.Seconds,
        };
        var before = await server.SampleAsync(collected: true);
        await using var generator = PinnedProcess.Start(
            options.GeneratorCore, [Environment.ProcessPath!, "generate", asked.ToArgument()], AppContext.BaseDirectory);
        ServerSample? window = null, after = null, collected = null;
        while (true)
        {
            switch (await generator.ReadLineAsync())
            {
                case "mark " + IdleWorkload.BeforeMark:
                    before = await server.SampleAsync(collected: true);
                    await generator.WriteLineAsync("go");
                    break;
                case "mark window":
                    window = await server.SampleAsync(collected: false);
                    break;
                case "mark end":
                    after = await server.SampleAsync(collected: false);
                    collected = plan.IsIdle ? await server.SampleAsync(collected: true) : null;
                    await generator.WriteLineAsync("go");
                    break;
                case var line when line.StartsWith(Generator.ResultMark, StringComparison.Ordinal):
                    var result = JsonSerializer.Deserialize<GeneratorResult>(line[Generator.ResultMark.Length..])!;
                    return new Measurement
                    {
                        Peer = peer.Name,
                        Workload = plan.Name,
                        Round = round,
                        Clients = plan.Clients,
                        Result = result,
                        Before = before,
                        After = after!,
                        Collected = collected,
                        AllocatedBytesPerOperation = (double?)(after!.AllocatedBytes - window?.AllocatedBytes) / result.Operations,
                        CompilingMilliseconds = after.CompilingMilliseconds - window?.CompilingMilliseconds,
                    };
                case var line:
                    throw new InvalidOperationException($"The generator said {line}.");
            }
        }
    }
}
