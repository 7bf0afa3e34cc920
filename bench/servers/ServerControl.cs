using System.Globalization;
using System.Runtime;
using System.Text.Json;

namespace Sockeye.LoadRig.Servers;

/// <summary>How the rig talks to a peer: the peer says where it listens, then answers questions until its input ends.</summary>
internal static class ServerControl
{
    public static TimeSpan PingTimeout { get; } = TimeSpan.FromSeconds(20);

    public static TimeSpan PingInterval { get; } = TimeSpan.FromMilliseconds(
        int.Parse(Environment.GetEnvironmentVariable("PING_INTERVAL_MS") ?? "25000", CultureInfo.InvariantCulture));

    public static async Task ServeAsync(WebApplication app)
    {
        Console.WriteLine($"listening {new Uri(app.Urls.First()).Port}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "collect")
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }

            Console.WriteLine(Memory());
        }
    }

    private static string Memory() => JsonSerializer.Serialize(
        new Dictionary<string, long>
        {
            ["heapBytes"] = GC.GetTotalMemory(forceFullCollection: false),
            ["allocatedBytes"] = GC.GetTotalAllocatedBytes(),
            ["collections"] = GC.CollectionCount(0),
            ["compilingMilliseconds"] = (long)JitInfo.GetCompilationTime().TotalMilliseconds,
        });
}
