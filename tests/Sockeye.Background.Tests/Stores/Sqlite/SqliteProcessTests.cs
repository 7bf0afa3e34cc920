using System.Runtime.Versioning;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>Other processes: that share a file, and that may not do as they like with one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SqliteProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Database => _folder.File("jobs.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Several_processes_start_together_and_share_the_work_of_one_file()
    {
        const int jobs = 300;
        ChildProcess[] workers = [.. Enumerable.Range(0, 3).Select(_ => new ChildProcess(SqliteChild.Start("work", Database)))];
        try
        {
            await Task.WhenAll(workers.Select(static worker => worker.ReadUntilAsync("started", Cancelled)));
            await using var store = await SqliteStore.OpenAsync(Database, TimeProvider.System);
            for (var i = 0; i < jobs; i++)
            {
                await store.AddAsync([new NewEvent { Id = Guid.CreateVersion7(), Name = "said", Payload = System.Text.Encoding.UTF8.GetBytes($"\"{i}\"") }], Cancelled);
            }

            await Eventually.TrueAsync(async () => (await store.CountAsync(new JobFilter(), Cancelled)).Sum(static count => count.State == JobState.Completed ? count.Count : 0) >= jobs);

            var done = await Task.WhenAll(workers.Select(StopAsync));
            Assert.Equal(Enumerable.Range(0, jobs).Select(static i => $"did {i}").Order(StringComparer.Ordinal), done.SelectMany(static lines => lines).Order(StringComparer.Ordinal));
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_file_that_cannot_grow_refuses_with_a_clear_error_and_keeps_what_it_has_taken()
    {
        var output = await ChildProcess.RunAsync(
            SqliteChild.Start("fill", Database, "sh", "-c", "trap '' XFSZ; ulimit -f 8192; exec \"$@\"", "sh"), TimeSpan.FromMinutes(2), Cancelled);
        var stored = int.Parse(output.Split('\n').Single(static line => line.StartsWith("stored ", StringComparison.Ordinal))[7..], null);
        var failed = output.Split('\n').Single(static line => line.StartsWith("failed ", StringComparison.Ordinal));
        Assert.Contains(Database, failed, StringComparison.Ordinal);
        Assert.Contains("Nothing of this step was kept", failed, StringComparison.Ordinal);

        await using var store = await SqliteStore.OpenAsync(Database, TimeProvider.System);
        Assert.Equal(stored, (await store.CountAsync(new JobFilter(), Cancelled)).Sum(static count => count.Count));
    }

    [Fact]
    public async Task A_disk_that_is_full_refuses_with_a_clear_error_and_keeps_what_it_has_taken()
    {
        var (disk, saved) = (_folder.File("disk"), _folder.File("saved"));
        Directory.CreateDirectory(disk);
        Directory.CreateDirectory(saved);

        // A disk of its own in memory, which nobody else sees and which is gone with the process: so its files are copied before.
        var script = $"mount -t tmpfs -o size=8m none {disk} && \"$@\"; cp {disk}/* {saved}/";
        var output = await ChildProcess.RunAsync(
            SqliteChild.Start("fill", $"{disk}/jobs.db", "unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"), TimeSpan.FromMinutes(2), Cancelled);
        var stored = int.Parse(output.Split('\n').Single(static line => line.StartsWith("stored ", StringComparison.Ordinal))[7..], null);
        var failed = output.Split('\n').Single(static line => line.StartsWith("failed ", StringComparison.Ordinal));
        Assert.StartsWith($"failed Full The SQLite database '{disk}/jobs.db' is full: make room on its disk", failed, StringComparison.Ordinal);
        Assert.InRange(stored, 10, 500);

        await using var store = await SqliteStore.OpenAsync($"{saved}/jobs.db", TimeProvider.System);
        Assert.Equal(stored, (await store.CountAsync(new JobFilter(), Cancelled)).Sum(static count => count.Count));
    }

    [Fact]
    public async Task A_folder_that_may_only_be_read_is_named()
    {
        var folder = Directory.CreateDirectory(_folder.File("locked")).FullName;
        File.SetUnixFileMode(Path.GetDirectoryName(folder)!, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(folder, (UnixFileMode)0b101_101_101);

        // Who is root may write everywhere, and so becomes nobody first.
        string[] under = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        var start = SqliteChild.Start("emit", Path.Combine(folder, "jobs.db"), under);
        start.Environment["HOME"] = "/tmp";
        var output = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(1), Cancelled);
        Assert.Contains("failed Unavailable", output, StringComparison.Ordinal);
        Assert.Contains("jobs.db' cannot be opened", output, StringComparison.Ordinal);
    }

    private static async Task<List<string>> StopAsync(ChildProcess worker)
    {
        await worker.WriteLineAsync("stop", Cancelled);
        var lines = new List<string>();
        await foreach (var line in worker.ReadLinesAsync(Cancelled))
        {
            lines.Add(line);
        }

        return lines;
    }
}
