using System.Globalization;
using Sockeye.JobRig.Peers;

namespace Sockeye.JobRig.Rig;

/// <summary>What Sockeye's processes take of memory while 1,000, 100,000 and 1,000,000 jobs are queued.</summary>
internal static class MemoryRun
{
    private const double Mebibyte = 1024 * 1024;
    private const int Worked = 5000;

    public static async Task<int> StartAsync(RigOptions options)
    {
        Console.WriteLine("| store | queued | producer, heap MiB | resident | worker, heap MiB | resident |\n|---|--:|--:|--:|--:|--:|");
        await using var stores = new PeerStores(options.Connections);
        foreach (var peer in options.Tables.Select(static table => table.Peers[0]))
        {
            foreach (var queued in options.IsSmoke ? [100, 1000] : (int[])[1000, 100_000, 1_000_000])
            {
                Console.WriteLine(await MeasureAsync(stores, peer, queued));
            }
        }

        return 0;
    }

    private static async Task<string> MeasureAsync(PeerStores stores, Peer peer, int queued)
    {
        await using var store = await stores.OpenAsync(peer);
        await using var producer = await peer.StartAsync(store.Settings);
        await using var worker = await peer.StartAsync(store.Settings);
        await worker.AskAsync(new PeerCommand("work") { Concurrency = 10 }); // so that the listener is known
        await worker.AskAsync(new PeerCommand("stop"));
        await producer.AskAsync(new PeerCommand("fill") { Count = queued });
        var emitting = await producer.AskAsync(new PeerCommand("sample"));

        // Some of them are worked on, so that the worker has done what it does while the others wait.
        await worker.AskAsync(new PeerCommand("work") { Concurrency = 10 });
        await worker.AskAsync(new PeerCommand("done") { Count = Math.Min(queued, Worked) });
        var working = await worker.AskAsync(new PeerCommand("sample"));
        var counts = await producer.AskAsync(new PeerCommand("counts"));
        return counts.Completed + counts.Open == queued
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"| {peer.Store} | {queued:N0} | {emitting.HeapBytes / Mebibyte:0.0} | {emitting.ResidentBytes / Mebibyte:0} | {working.HeapBytes / Mebibyte:0.0} | {working.ResidentBytes / Mebibyte:0} |")
            : throw new InvalidOperationException($"Of {queued} jobs {counts.Completed} are completed and {counts.Open} open.");
    }
}
