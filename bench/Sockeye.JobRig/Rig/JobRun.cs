using System.Globalization;
using System.Text.Json;
using Sockeye.JobRig.Peers;

namespace Sockeye.JobRig.Rig;

/// <summary>All rounds of all tables: within a round both peers in turn, so that what disturbs the machine disturbs them alike.</summary>
internal static class JobRun
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> StartAsync(RigOptions options)
    {
        var all = new List<Measurement>();
        foreach (var table in options.Tables)
        {
            Peer[] peers = [.. table.Peers.Where(peer => options.Peers.Contains(peer.Name))];
            foreach (var peer in peers)
            {
                await peer.InstallAsync();
            }

            await using var stores = new PeerStores(options.Connections);
            var measurements = new List<Measurement>();
            foreach (var plan in options.Plans)
            {
                for (var round = 1; round <= options.Rounds; round++)
                {
                    // Who goes first changes, so that neither always finds what the other has left.
                    foreach (var peer in round % 2 == 0 ? peers.Reverse() : peers)
                    {
                        var measurement = await new JobSession(options, table, plan, peer, round).MeasureAsync(stores);
                        measurements.Add(measurement);
                        await Console.Error.WriteLineAsync(Report.Line(measurement));
                    }
                }
            }

            Console.WriteLine(Report.Text(table with { Peers = peers }, options.Plans, measurements));
            all.AddRange(measurements);
        }

        if (options.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(all, Indented));
        }

        var lost = all.Count(static run => run.Void is not null);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{all.Count} runs, {lost} void"));
        return 0;
    }
}
