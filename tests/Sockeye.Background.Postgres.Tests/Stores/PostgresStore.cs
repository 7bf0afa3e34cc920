using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sockeye.Background.Postgres.Tests.Outbox;
using Sockeye.Background.Specification;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>Starts stores in schemas of their own. A test moves time by the one function that the schema asks for it.</summary>
internal static class PostgresStore
{
    private static int _last;

    public static async ValueTask<StoreUnderTest> StartAsync()
    {
        var source = Source(await ServerAsync());
        var schema = NextSchema();
        var opened = new List<PostgresJobStore>();
        var store = await OpenAnotherAsync();
        var passed = TimeSpan.Zero;
        return new StoreUnderTest(
            store,
            async by =>
            {
                passed += by;
                await using var command = source.CreateCommand(string.Create(
                    CultureInfo.InvariantCulture,
                    $"CREATE OR REPLACE FUNCTION {schema}.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp() + interval ''{passed.TotalSeconds} s'''"));
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            },
            async () => await OpenAnotherAsync(),
            async () =>
            {
                foreach (var one in opened)
                {
                    await one.DisposeAsync();
                }

                await source.DisposeAsync();
            });

        async Task<PostgresJobStore> OpenAnotherAsync()
        {
            var another = await OpenAsync(source, schema);
            lock (opened)
            {
                opened.Add(another);
            }

            return another;
        }
    }

    /// <summary>Gets the server that the tests share.</summary>
    public static async Task<PostgresServer> ServerAsync() =>
        (PostgresServer?)await TestContext.Current.GetFixture(typeof(PostgresServer)) ?? throw new InvalidOperationException("The server has not started.");

    public static NpgsqlDataSource Source(PostgresServer server) =>
        NpgsqlDataSource.Create($"{server.ConnectionString};Max Auto Prepare=64;Maximum Pool Size=30");

    /// <summary>Gets the name of a schema that nobody has.</summary>
    public static string NextSchema() => string.Create(CultureInfo.InvariantCulture, $"store_{Interlocked.Increment(ref _last)}");

    public static async Task<PostgresJobStore> OpenAsync(NpgsqlDataSource source, string schema, TimeProvider? time = null)
    {
        var store = new PostgresJobStore(source, ownsSource: false, schema, time ?? TimeProvider.System, NullLogger.Instance);
        await store.InitializeAsync(TestContext.Current.CancellationToken);
        return store;
    }
}
