using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

public sealed class SqliteWatchFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Path => _folder.File("jobs.db");

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_outbox_that_cannot_be_looked_into_is_told_of_and_all_else_goes_on()
    {
        await (await SqliteStore.OpenAsync(Path, _time)).DisposeAsync();
        Execute($"DROP TABLE {OutboxTable.Name}");
        await using var store = await SqliteStore.OpenAsync(Path, _time, _log);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        await PassAsync(() => !_log.Complaints.IsEmpty);
        Assert.StartsWith("LookFailed:", Assert.Single(_log.Complaints), StringComparison.Ordinal);
        Assert.Contains(OutboxTable.Name, Assert.Single(_log.Complaints), StringComparison.Ordinal);

        // The watch still hears of what others change, and of an outbox that is there again.
        var seen = store.Signal.Version;
        Execute("INSERT INTO sockeye_paused (queue) VALUES ('default')");
        var woken = store.Signal.WaitAsync(seen, WakeUps.Work, Timeout.InfiniteTimeSpan, TimeProvider.System, Cancelled).AsTask();
        await PassAsync(() => woken.IsCompleted);
        var row = OutboxJson.Write(new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = "1"u8.ToArray() }, _time.GetUtcNow());
        Execute(OutboxTable.CreateStatement);
        Execute($"INSERT INTO {OutboxTable.Name} (id, emit) VALUES ('{row.Id}', '{row.Emit}')");
        await Eventually.TrueAsync(async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            return (await store.ListAsync(new JobFilter(), new JobPage(), Cancelled)).Count > 0;
        });
    }

    private async Task PassAsync(Func<bool> condition)
    {
        await Eventually.TrueAsync(condition, () => _time.Advance(TimeSpan.FromMilliseconds(50)));
    }

    private void Execute(string sql)
    {
        using var other = new SqliteSession(Path, create: false);
        other.Execute(sql);
    }
}
