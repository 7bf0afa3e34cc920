using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

public sealed class SqliteFileTests : SqliteFileTest
{
    [Fact]
    public async Task The_folder_is_made_where_it_is_missing()
    {
        var path = Folder.File("data/deep/jobs.db");
        await using var file = await SqliteFile.OpenAsync(path, Numbers, TimeSpan.Zero, NullLogger.Instance, Cancelled);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_commit_waits_for_the_disk_and_the_log_is_written_ahead()
    {
        await using var file = await OpenAsync();
        Assert.Equal("2", await file.Writer.WriteAsync(static session => session.Scalar("PRAGMA synchronous"), Cancelled)); // FULL
        Assert.Equal("wal", await file.Writer.WriteAsync(static session => session.Scalar("PRAGMA journal_mode"), Cancelled));
    }

    [Fact]
    public async Task Closing_leaves_one_file()
    {
        await using (var file = await OpenAsync())
        {
            await InsertAsync(file, 1, Cancelled);
            Assert.True(File.Exists(Database + "-wal"));
        }

        Assert.False(File.Exists(Database + "-wal"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Join('\n', Enumerable.Repeat("This is a letter to nobody.", 500));
        await File.WriteAllTextAsync(Database, text, Cancelled);
        var exception = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync());
        Assert.Equal(JobStoreFailure.Corrupt, exception.Failure);
        Assert.Contains($"'{Database}' is no SQLite database", exception.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(Database, Cancelled));
    }

    [Fact]
    public async Task A_damaged_file_is_named()
    {
        await using (var file = await OpenAsync())
        {
            await InsertAsync(file, 1, Cancelled);
        }

        await using (var bytes = File.OpenWrite(Database))
        {
            bytes.Position = 100; // the header stays, the pages are nonsense
            await bytes.WriteAsync(Enumerable.Repeat((byte)0xa5, (int)bytes.Length - 100).ToArray(), Cancelled);
        }

        var exception = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync());
        Assert.Equal(JobStoreFailure.Corrupt, exception.Failure);
        Assert.Contains($"'{Database}' is damaged", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_named()
    {
        Directory.CreateDirectory(Database);
        var exception = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync());
        Assert.Equal(JobStoreFailure.Unavailable, exception.Failure);
        Assert.Contains(Database, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_named()
    {
        await File.WriteAllTextAsync(Database, "no folder", Cancelled);
        var exception = await Assert.ThrowsAsync<JobStoreException>(
            () => SqliteFile.OpenAsync(Database + "/jobs.db", Numbers, TimeSpan.Zero, NullLogger.Instance, Cancelled));
        Assert.Equal(JobStoreFailure.ReadOnly, exception.Failure);
        Assert.Contains(Database, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_stays_locked_at_the_start_is_an_error_after_the_patience()
    {
        await using (await OpenAsync())
        {
        }

        using var other = Lock();
        var exception = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync(patience: TimeSpan.FromMilliseconds(50)).DefaultTimeout());
        Assert.Equal(JobStoreFailure.Locked, exception.Failure);
        Assert.Contains("is locked by another connection", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_unlocked_within_the_patience_opens()
    {
        await using (await OpenAsync())
        {
        }

        var other = Lock();
        var opening = OpenAsync(patience: TimeSpan.FromSeconds(30));
        Assert.False(opening.IsCompleted);
        other.Dispose();
        await using var file = await opening.DefaultTimeout();
        Assert.Empty(await NumbersOfAsync(file));
    }

    private SqliteSession Lock()
    {
        var other = new SqliteSession(Database, create: false);
        other.Execute("PRAGMA locking_mode = EXCLUSIVE");
        other.Execute("BEGIN IMMEDIATE");
        Insert(other, 1);
        other.Execute("ROLLBACK");
        return other;
    }
}
