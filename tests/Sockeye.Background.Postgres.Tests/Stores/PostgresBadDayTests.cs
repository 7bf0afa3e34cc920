using Sockeye.Background.Postgres.Tests.Outbox;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>The server goes, and comes back.</summary>
public sealed class PostgresBadDayTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_killed_makes_steps_fail_and_when_it_is_back_they_are_repeated_and_nothing_is_lost()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        await using var source = PostgresStore.Source(server);
        await using var store = await PostgresStore.OpenAsync(source, "jobs");
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        var (kept, repeated) = (Event(), Event());
        await store.AddAsync([kept], Cancelled);
        var request = new LeaseRequest("tester", [new("placed", "stock", 1)], 1, TimeSpan.FromMinutes(5));
        var held = Assert.Single((await store.LeaseAsync(request, Cancelled)).Jobs);

        await server.KillAsync();
        var failures = new List<JobStoreException>
        {
            await Assert.ThrowsAsync<JobStoreException>(() => store.AddAsync([repeated], Cancelled).AsTask()),
            await Assert.ThrowsAsync<JobStoreException>(() => store.SettleAsync([new(held.Hold, JobEnding.Complete)], Cancelled).AsTask()),
            await Assert.ThrowsAsync<JobStoreException>(() => store.LeaseAsync(request, Cancelled).AsTask()),
        };
        Assert.All(failures, static failure => Assert.Equal(JobStoreFailure.Unavailable, failure.Failure));
        var before = store.Signal.Version;

        await server.StartAsync();

        Assert.Equal(AddOutcome.Added, Assert.Single(await store.AddAsync([repeated], Cancelled)).Outcome);
        Assert.Equal(new AddResult(AddOutcome.Duplicate, repeated.Id, 0), Assert.Single(await store.AddAsync([repeated], Cancelled))); // as after an answer that was lost
        Assert.True(Assert.Single(await store.SettleAsync([new(held.Hold, JobEnding.Complete)], Cancelled)));
        Assert.Equal(repeated.Id, Assert.Single((await store.LeaseAsync(request, Cancelled)).Jobs).EventId);
        Assert.Equal(2, (await store.ListAsync(new JobFilter(), new JobPage(), Cancelled)).Count);

        // It listens again, and lets everybody look.
        Assert.Equal(WakeUps.Cancellation, await store.Signal.WaitAsync(before, WakeUps.Cancellation, TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled).AsTask().DefaultTimeout());
    }

    [Fact]
    public async Task A_disk_that_is_full_refuses_with_a_clear_error_keeps_what_it_has_taken_and_goes_on_when_there_is_room()
    {
        var server = await PostgresStore.ServerAsync();
        var disk = Directory.CreateTempSubdirectory("sockeye-disk-");
        await AsRootAsync($"mount -t tmpfs -o size=12m,mode=700,uid={(Environment.IsPrivilegedProcess ? "65534" : "$(id -u)")} none {disk.FullName}"); // the server's user
        try
        {
            var schema = PostgresStore.NextSchema();
            await ExecuteAsync(server.ConnectionString, $"CREATE TABLESPACE {schema}_small LOCATION '{disk.FullName}'");
            await using (var source = Npgsql.NpgsqlDataSource.Create($"{server.ConnectionString};Options=-c default_tablespace={schema}_small"))
            await using (var store = await PostgresStore.OpenAsync(source, schema))
            {
                await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
                var stored = 0;
                var failure = await Assert.ThrowsAsync<JobStoreException>(async () =>
                {
                    for (; stored < 10_000; stored++)
                    {
                        await store.AddAsync([Large()], Cancelled);
                    }
                });
                Assert.Equal((JobStoreFailure.Full, false), (failure.Failure, failure.IsTransient));
                Assert.Contains("is full: make room on its disk", failure.Message, StringComparison.Ordinal);
                Assert.InRange(stored, 10, 5_000);
                Assert.Equal(stored, (await store.CountAsync(new JobFilter(), Cancelled)).Sum(static count => count.Count));

                await AsRootAsync($"mount -o remount,size=48m {disk.FullName}");
                Assert.Equal(AddOutcome.Added, Assert.Single(await store.AddAsync([Large()], Cancelled)).Outcome);
                Assert.Equal(stored + 1, (await store.CountAsync(new JobFilter(), Cancelled)).Sum(static count => count.Count));
            }

            await ExecuteAsync(server.ConnectionString, $"DROP SCHEMA {schema} CASCADE");
            await ExecuteAsync(server.ConnectionString, $"DROP TABLESPACE {schema}_small");
        }
        finally
        {
            await AsRootAsync($"umount --lazy {disk.FullName}");
            disk.Delete();
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    // As the script that runs the tests installs what they need.
    private static Task<string> AsRootAsync(string line) => ChildProcess.RunAsync(
        new System.Diagnostics.ProcessStartInfo("sh", ["-c", Environment.IsPrivilegedProcess ? line : $"sudo -n {line}"]), TimeSpan.FromMinutes(1), Cancelled);

    // Of random digits, so that it cannot be compressed.
    private static NewEvent Large() =>
        Event() with { Payload = System.Text.Encoding.UTF8.GetBytes($"\"{Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(15_000))}\"") };

    private static NewEvent Event() => new() { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() };
}
