using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

public sealed class SqliteSchemaTests : SqliteFileTest
{
    private const string First = "CREATE TABLE numbers (n INTEGER PRIMARY KEY, payload BLOB); INSERT INTO numbers (n) VALUES (1)";
    private const string Second = "CREATE TABLE letters (l TEXT); INSERT INTO numbers (n) VALUES (2)";

    [Fact]
    public async Task Steps_are_taken_once_and_only_those_that_are_missing()
    {
        await using (var old = await OpenAsync(new SqliteSchema("numbers", [First])))
        {
            Assert.Equal<long>([1], await NumbersOfAsync(old));
        }

        for (var start = 0; start < 2; start++)
        {
            await using var file = await OpenAsync(new SqliteSchema("numbers", [First, Second]));
            Assert.Equal<long>([1, 2], await NumbersOfAsync(file));
        }
    }

    [Fact]
    public async Task A_step_that_fails_takes_back_those_before_it()
    {
        await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync(new SqliteSchema("numbers", [First, "CREATE TABLE numbers (n)"])));
        await using var file = await OpenAsync(new SqliteSchema("numbers", [First, Second]));
        Assert.Equal<long>([1, 2], await NumbersOfAsync(file));
    }

    [Fact]
    public async Task A_schema_of_a_newer_version_is_refused()
    {
        await using (await OpenAsync(new SqliteSchema("numbers", [First, Second])))
        {
        }

        var exception = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync(new SqliteSchema("numbers", [First])));
        Assert.Equal(JobStoreFailure.NewerSchema, exception.Failure);
        Assert.Contains("version 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_schemas_share_a_file_with_the_applications_own_version()
    {
        await using (var file = await OpenAsync(new SqliteSchema("numbers", [First])))
        {
            await file.Writer.WriteAsync(static session => session.TryExecute("PRAGMA user_version = 12"), Cancelled);
        }

        await using var other = await OpenAsync(new SqliteSchema("letters", ["CREATE TABLE letters (l TEXT)"]));
        Assert.Equal("12", await other.Readers.ReadAsync(static session => session.Scalar("PRAGMA user_version"), Cancelled));
        Assert.Equal<long>([1], await NumbersOfAsync(other));
    }

    [Fact]
    public async Task Many_that_start_together_take_the_steps_once()
    {
        var schema = new SqliteSchema("numbers", [First, Second]);
        var files = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            SqliteFile.OpenAsync(Database, schema, TimeSpan.FromSeconds(30), NullLogger.Instance, Cancelled))).DefaultTimeout();
        foreach (var file in files)
        {
            Assert.Equal<long>([1, 2], await NumbersOfAsync(file));
            await file.DisposeAsync();
        }
    }
}
