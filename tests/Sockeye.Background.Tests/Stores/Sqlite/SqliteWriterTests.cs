using System.Collections.Concurrent;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

public sealed class SqliteWriterTests : SqliteFileTest
{
    [Fact]
    public async Task What_was_written_is_there_for_another_connection_when_the_task_completes()
    {
        await using var file = await OpenAsync();
        await InsertAsync(file, 7, Cancelled);

        using var other = SqliteFile.OpenReader(Database);
        Assert.Equal<long>([7], ReadNumbers(other));
    }

    [Fact]
    public async Task Work_that_waits_together_shares_a_transaction_and_what_fails_in_it_fails_alone()
    {
        await using var file = await OpenAsync();
        using var other = OpenTransaction();
        var first = InsertAsync(file, 1, Cancelled);
        var transactions = file.Writer.WriteAsync(static _ => 0, Cancelled);
        var thrown = file.Writer.WriteAsync<int>(
            static session =>
            {
                Insert(session, 2);
                throw new InvalidOperationException("mine");
            },
            Cancelled);
        var twice = file.Writer.WriteAsync(static session => Insert(session, 3) + Insert(session, 3), Cancelled);
        var seesTheFirst = file.Writer.WriteAsync(session => (Seen: ReadNumbers(session), Outside: ReadOutside()), Cancelled);
        var last = InsertAsync(file, 4, Cancelled);
        await HeldUpAsync(file).DefaultTimeout();
        other.Execute("COMMIT");

        await Task.WhenAll(first, transactions, last).DefaultTimeout();
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => thrown)).Message);
        await Assert.ThrowsAsync<JobStoreException>(() => twice);
        var (seen, outside) = await seesTheFirst;
        Assert.Equal<long>([1], seen);
        Assert.Empty(outside); // one transaction: nobody else sees the first write before the last has been made
        Assert.Equal<long>([1, 4], await NumbersOfAsync(file));
    }

    [Fact]
    public async Task What_others_change_before_the_writer_has_looked_for_the_first_time_is_told_too()
    {
        await using var file = await OpenAsync();
        var looks = new ConcurrentQueue<bool>();
        var looked = new SemaphoreSlim(0);
        file.Writer.Looked = (_, hasChanged) =>
        {
            looks.Enqueue(hasChanged);
            looked.Release();
        };
        using (var other = OpenTransaction())
        {
            Insert(other, 1);
            other.Execute("COMMIT");
        }

        for (var look = 0; look < 2; look++)
        {
            file.Writer.Look();
            await looked.WaitAsync(Cancelled).DefaultTimeout();
        }

        Assert.Equal([true, false], looks);
    }

    [Fact]
    public async Task Who_hears_of_changes_and_throws_ends_neither_the_thread_nor_the_process()
    {
        await using var file = await OpenAsync();
        var looked = new SemaphoreSlim(0);
        file.Writer.Looked = (_, _) =>
        {
            looked.Release();
            throw new InvalidOperationException("The test does not like it.");
        };
        file.Writer.Look();
        await looked.WaitAsync(Cancelled).DefaultTimeout();

        await InsertAsync(file, 1, Cancelled).DefaultTimeout();
        file.Writer.Look();
        await looked.WaitAsync(Cancelled).DefaultTimeout();
        Assert.Equal<long>([1], await NumbersOfAsync(file));
    }

    [Fact]
    public async Task A_transaction_of_somebody_else_delays_writes_and_fails_none()
    {
        await using var file = await OpenAsync();
        using var other = OpenTransaction();
        Insert(other, 1_000);
        var writes = Enumerable.Range(0, 100).Select(number => InsertAsync(file, number, Cancelled)).ToArray();
        await HeldUpAsync(file).DefaultTimeout();
        Assert.DoesNotContain(writes, static write => write.IsCompleted);

        other.Execute("COMMIT");
        await Task.WhenAll(writes).DefaultTimeout();
        Assert.Equal<long>([.. Enumerable.Range(0, 100).Select(static number => (long)number), 1_000], await NumbersOfAsync(file));
    }

    [Fact]
    public async Task A_write_that_waits_for_a_lock_can_be_cancelled_and_leaves_nothing()
    {
        await using var file = await OpenAsync();
        using var other = OpenTransaction();
        using var cancellation = new CancellationTokenSource();
        var cancelled = InsertAsync(file, 1, cancellation.Token);
        await HeldUpAsync(file).DefaultTimeout();
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.DefaultTimeout());
        Assert.Contains(Database, exception.Message, StringComparison.Ordinal);
        Assert.Equal(cancellation.Token, exception.CancellationToken);

        var stays = InsertAsync(file, 2, Cancelled);
        other.Execute("COMMIT");
        await stays.DefaultTimeout();
        Assert.Equal<long>([2], await NumbersOfAsync(file));
    }

    [Fact]
    public async Task A_cancelled_token_writes_nothing()
    {
        await using var file = await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InsertAsync(file, 1, new CancellationToken(canceled: true)));
        Assert.Empty(await NumbersOfAsync(file));
    }

    [Fact]
    public async Task A_write_that_costs_the_whole_transaction_fails_alone_and_the_others_are_made_again()
    {
        await using var file = await OpenAsync();
        using var other = OpenTransaction();
        var first = InsertAsync(file, 1, Cancelled);
        var loses = file.Writer.WriteAsync<int>(
            static session =>
            {
                session.Execute("ROLLBACK"); // as SQLite itself does where the disk is full
                throw new InvalidOperationException("lost");
            },
            Cancelled);
        var last = InsertAsync(file, 2, Cancelled);
        await HeldUpAsync(file).DefaultTimeout();
        other.Execute("COMMIT");

        await Task.WhenAll(first, last).DefaultTimeout();
        await Assert.ThrowsAsync<InvalidOperationException>(() => loses);
        Assert.Equal<long>([1, 2], await NumbersOfAsync(file));
    }

    [Fact]
    public async Task A_full_database_refuses_what_finds_no_room_and_takes_what_does()
    {
        await using var file = await OpenAsync();
        await file.Writer.WriteAsync(static session => session.Scalar("PRAGMA max_page_count = 20"), Cancelled);
        using var other = OpenTransaction();
        var small = InsertAsync(file, 1, Cancelled);
        var large = file.Writer.WriteAsync(
            static session => session.Prepare("INSERT INTO numbers VALUES (2, ?1)").Bind(1, new byte[1_000_000]).Run(), Cancelled);
        var smallToo = InsertAsync(file, 3, Cancelled);
        await HeldUpAsync(file).DefaultTimeout();
        other.Execute("COMMIT");

        await Task.WhenAll(small, smallToo).DefaultTimeout();
        var full = await Assert.ThrowsAsync<JobStoreException>(() => large);
        Assert.Equal(JobStoreFailure.Full, full.Failure);
        Assert.Contains("is full", full.Message, StringComparison.Ordinal);
        Assert.Equal<long>([1, 3], await NumbersOfAsync(file));
    }

    [Fact]
    public async Task Closing_finishes_what_waits_and_takes_nothing_more()
    {
        var file = await OpenAsync();
        var other = OpenTransaction();
        var waiting = InsertAsync(file, 1, Cancelled);
        await HeldUpAsync(file).DefaultTimeout();
        var closing = file.DisposeAsync().AsTask();
        Assert.Throws<ObjectDisposedException>(() => { _ = InsertAsync(file, 2, Cancelled); });
        other.Execute("COMMIT");
        other.Dispose();
        await waiting.DefaultTimeout();
        await closing.DefaultTimeout();
        await file.DisposeAsync().DefaultTimeout(); // again, which is harmless

        await using var again = await OpenAsync();
        Assert.Equal<long>([1], await NumbersOfAsync(again));
    }

    [Fact]
    public async Task Closing_does_not_wait_for_ever_for_somebody_elses_lock()
    {
        var file = await OpenAsync();
        using var other = OpenTransaction();
        var waiting = InsertAsync(file, 1, Cancelled);
        await HeldUpAsync(file).DefaultTimeout();
        await file.DisposeAsync().DefaultTimeout();
        var locked = await Assert.ThrowsAsync<JobStoreException>(() => waiting);
        Assert.Equal(JobStoreFailure.Locked, locked.Failure);
        Assert.Contains(Database, locked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_writes_from_many_threads_are_all_made_and_the_log_stays_short()
    {
        await using var file = await OpenAsync();
        const int writers = 16;
        const int each = 500;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            async () =>
            {
                for (var number = 0; number < each; number++)
                {
                    await file.Writer.WriteAsync(
                        session => session.Prepare("INSERT INTO numbers VALUES (?1, ?2)").Bind(1, (writer * each) + number).Bind(2, new byte[2_000]).Run(),
                        Cancelled);
                }
            },
            Cancelled))).DefaultTimeout();

        Assert.Equal(Enumerable.Range(0, writers * each).Select(static number => (long)number), await NumbersOfAsync(file));
        Assert.InRange(new FileInfo(Database + "-wal").Length, 1, 32_000_000); // 16 MB of payload, and the pages of the table again and again
    }

    private IReadOnlyList<long> ReadOutside()
    {
        using var outside = SqliteFile.OpenReader(Database);
        return ReadNumbers(outside);
    }
}
