using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

public sealed class SqliteReadersTests : SqliteFileTest
{
    [Fact]
    public async Task A_read_sees_one_moment_while_others_write()
    {
        await using var file = await OpenAsync();
        await InsertAsync(file, 1, Cancelled);
        var (before, after) = await file.Readers.ReadAsync(
            session =>
            {
                var first = ReadNumbers(session);
                InsertAsync(file, 2, Cancelled).DefaultTimeout().GetAwaiter().GetResult();
                return (first, ReadNumbers(session));
            },
            Cancelled).DefaultTimeout();
        Assert.Equal<long>([1], before);
        Assert.Equal<long>([1], after);
        Assert.Equal<long>([1, 2], await NumbersOfAsync(file));
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await using var file = await OpenAsync();
        var exception = await Assert.ThrowsAsync<JobStoreException>(() => file.Readers.ReadAsync(static session => Insert(session, 1), Cancelled));
        Assert.Equal(JobStoreFailure.ReadOnly, exception.Failure);
        Assert.Empty(await NumbersOfAsync(file));
    }

    [Fact]
    public async Task A_long_read_can_be_cancelled()
    {
        await using var file = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        var reading = new TaskCompletionSource();
        var endless = file.Readers.ReadAsync(
            session =>
            {
                reading.SetResult();
                return session.Scalar("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c");
            },
            cancellation.Token);
        await reading.Task.DefaultTimeout();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.DefaultTimeout());
        Assert.Empty(await NumbersOfAsync(file));
    }

    [Fact]
    public async Task More_reads_than_connections_take_turns()
    {
        await using var file = await OpenAsync();
        await InsertAsync(file, 1, Cancelled);
        var reads = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => NumbersOfAsync(file))).DefaultTimeout();
        Assert.All(reads, static read => Assert.Equal<long>([1], read));
    }

    [Fact]
    public async Task A_closed_file_reads_nothing()
    {
        var file = await OpenAsync();
        await file.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => NumbersOfAsync(file));
    }
}
