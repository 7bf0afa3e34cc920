using System.Globalization;
using System.Text.Json;
using Sockeye.LoadRig.Linux;

namespace Sockeye.LoadRig.Rig;

/// <summary>A running peer.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private const string ListeningMark = "listening ";
    private readonly PinnedProcess _process;

    private PeerServer(PinnedProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts a peer and waits until it listens.</summary>
    public static async Task<PeerServer> StartAsync(Peer peer, int core, TimeSpan pingInterval)
    {
        var milliseconds = pingInterval.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        var process = PinnedProcess.Start(core, peer.Command(), peer.Folder, ("PING_INTERVAL_MS", milliseconds), ("DOTNET_gcServer", "0"));
        try
        {
            var line = await process.ReadLineAsync();
            return line.StartsWith(ListeningMark, StringComparison.Ordinal)
                ? new PeerServer(process, int.Parse(line[ListeningMark.Length..], CultureInfo.InvariantCulture))
                : throw new InvalidOperationException($"{peer.Name} said {line} instead of where it listens.");
        }
        catch (InvalidOperationException)
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the memory as it is, or after the runtime has collected all it can.</summary>
    public async Task<MemorySample> MemoryAsync(bool collected)
    {
        var answer = JsonSerializer.Deserialize<Dictionary<string, long>>(await _process.AskAsync(collected ? "collect" : "memory"))!;
        return new MemorySample
        {
            HeapBytes = answer["heapBytes"],
            AllocatedBytes = answer.TryGetValue("allocatedBytes", out var allocated) ? allocated : null,
            Collections = answer.TryGetValue("collections", out var collections) ? collections : null,
            ResidentBytes = ProcessSample.ResidentBytes(ProcessId),
            ProportionalBytes = ProcessSample.ProportionalBytes(ProcessId),
        };
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
