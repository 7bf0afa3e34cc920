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

    /// <summary>Looks at the server as it is, or after its runtime has collected all it can.</summary>
    public async Task<ServerSample> SampleAsync(bool collected)
    {
        var answer = JsonSerializer.Deserialize<Dictionary<string, long>>(await _process.AskAsync(collected ? "collect" : "sample"))!;
        long? Counted(string name) => answer.TryGetValue(name, out var count) ? count : null;
        return new ServerSample
        {
            HeapBytes = answer["heapBytes"],
            AllocatedBytes = Counted("allocatedBytes"),
            Collections = Counted("collections"),
            CompilingMilliseconds = Counted("compilingMilliseconds"),
            ResidentBytes = ProcessSample.ResidentBytes(ProcessId),
            ProportionalBytes = ProcessSample.ProportionalBytes(ProcessId),
        };
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
