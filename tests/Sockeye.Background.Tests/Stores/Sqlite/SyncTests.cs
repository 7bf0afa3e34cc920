using System.Text.RegularExpressions;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>What the kernel was asked to do while an emit lasted, by its own account.</summary>
public sealed partial class SyncTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_emit_syncs_the_file_between_call_and_return()
    {
        var trace = await TraceAsync("emit");
        Assert.NotEmpty(Syncs(trace, "one begins", "one ends"));
        Assert.All(Syncs(trace, "one begins", "one ends"), sync => Assert.Contains("jobs.db", sync, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Emits_that_wait_together_share_syncs()
    {
        var syncs = Syncs(await TraceAsync("emit"), "many begin", "many end");
        Assert.InRange(syncs.Count, 1, 60); // for 300 emits
    }

    [Fact]
    public async Task A_store_in_memory_syncs_nothing_which_shows_that_the_trace_tells_the_two_apart()
    {
        var trace = await TraceAsync("memory");
        Assert.Empty(Syncs(trace, "one begins", "one ends"));
        Assert.Empty(Syncs(trace, "many begin", "many end"));
    }

    /// <summary>Gives the syncs that were asked for after one marker and had succeeded before another.</summary>
    private static List<string> Syncs(string[] trace, string from, string to)
    {
        var begin = Array.FindIndex(trace, line => line.Contains($"[{from}]", StringComparison.Ordinal));
        var end = Array.FindIndex(trace, line => line.Contains($"[{to}]", StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"The trace has no '{from}' before a '{to}'.");
        var (done, open) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var line in trace[begin..end])
        {
            var thread = line.Split(' ', 2)[0];
            if (Whole().IsMatch(line))
            {
                done.Add(line);
            }
            else if (Begun().IsMatch(line))
            {
                open[thread] = line;
            }
            else if (Resumed().IsMatch(line) && open.Remove(thread, out var first))
            {
                done.Add(first);
            }
        }

        return done;
    }

    [GeneratedRegex(@"\bf(data)?sync\(.*\)\s+= 0$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\bf(data)?sync\(.*<unfinished \.\.\.>$")]
    private static partial Regex Begun();

    [GeneratedRegex(@"<\.\.\. f(data)?sync resumed>.*= 0$")]
    private static partial Regex Resumed();

    private async Task<string[]> TraceAsync(string command)
    {
        var log = _folder.File("trace.txt");
        await ChildProcess.RunAsync(
            SqliteChild.Start(command, _folder.File("jobs.db"), "strace", "-f", "-y", "-s", "64", "-e", "trace=fsync,fdatasync,write", "-o", log),
            TimeSpan.FromMinutes(2),
            Cancelled);
        return await File.ReadAllLinesAsync(log, Cancelled);
    }
}
