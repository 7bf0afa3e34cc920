using Dapper;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Sockeye.Demo.Tests.Data;

public sealed class FullDiskTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_that_finds_no_room_says_so_and_lets_the_next_ones_through()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(1);
        await file.Writer.WriteAsync(static connection => connection.Execute("pragma max_page_count = 1"), cancellationToken: Cancelled);

        // Together they share a transaction, which a full disk may end: none of them may fail for another reason than that.
        var writes = Enumerable.Range(0, 10).Select(number => number == 5
            ? file.Writer.WriteAsync(static connection => connection.Execute("update accounts set name = hex(zeroblob(500000))"), cancellationToken: Cancelled)
            : file.Writer.WriteAsync(connection => connection.Execute("update accounts set kind = kind where id = 'a0'"), cancellationToken: Cancelled)).ToArray();
        var failures = await Task.WhenAll(writes.Select(static async write =>
        {
            try
            {
                await write;
                return null;
            }
            catch (SqliteException exception)
            {
                return exception;
            }
        }));

        Assert.NotNull(failures[5]);
        Assert.All(failures, static failure => Assert.True(failure is null || FullDisk.Is(failure), failure?.ToString()));
        Assert.Equal("Account 0", file.Ask<string>("select name from accounts"));
        await file.Writer.WriteAsync(static connection => connection.Execute("pragma max_page_count = 100000"), cancellationToken: Cancelled);
        Assert.Equal(1, await file.WriteAsync("update accounts set name = hex(zeroblob(500000))"));
    }

    [Fact]
    public void Only_a_full_disk_is_one()
    {
        Assert.True(FullDisk.Is(new SqliteException("database or disk is full", 13)));
        Assert.True(FullDisk.Is(new InvalidOperationException("around", new AggregateException(new SqliteException("full", 13)))));
        Assert.True(FullDisk.Is(new IOException("on Windows", unchecked((int)0x80070070))));
        Assert.Equal(!OperatingSystem.IsWindows(), FullDisk.Is(new IOException("ENOSPC", 28)));
        Assert.False(FullDisk.Is(new SqliteException("constraint", 19)));
        Assert.False(FullDisk.Is(new IOException("other", 5)));
        Assert.False(FullDisk.Is(null));
    }
}
