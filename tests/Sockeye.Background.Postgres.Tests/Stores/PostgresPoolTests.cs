using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>An application's connections are used up, or too few.</summary>
public sealed class PostgresPoolTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_that_is_used_up_fails_the_step_with_what_to_do_and_is_left_as_it_is()
    {
        var server = await PostgresStore.ServerAsync();
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};Maximum Pool Size=3;Timeout=5");
        await using var store = await PostgresStore.OpenAsync(source, PostgresStore.NextSchema());
        var (one, other) = (await source.OpenConnectionAsync(Cancelled), await source.OpenConnectionAsync(Cancelled));
        int[] processes = [one.ProcessID, other.ProcessID];

        // One connection hears of work, as soon as it has one, and then there is none left.
        var failure = await Assert.ThrowsAsync<JobStoreException>(() => Eventually.TrueAsync(async () =>
        {
            await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
            return false;
        }));

        Assert.Equal((JobStoreFailure.Unavailable, true), (failure.Failure, failure.IsTransient));
        Assert.Contains("raise Maximum Pool Size", failure.Message, StringComparison.Ordinal);
        await one.DisposeAsync();
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        await using var again = await source.OpenConnectionAsync(Cancelled);
        Assert.Contains(again.ProcessID, processes); // nobody has closed what was in use
        await other.DisposeAsync();
    }

    [Fact]
    public void A_pool_of_one_connection_is_refused_since_that_one_hears_of_work()
    {
        var connection = "Host=localhost;Username=postgres;Maximum Pool Size=1";
        using var source = NpgsqlDataSource.Create(connection);
        Assert.Contains("at least 2", Assert.Throws<ArgumentException>(() => Use(background => background.UsePostgres(connection))).Message, StringComparison.Ordinal);
        Assert.Contains("at least 2", Assert.Throws<ArgumentException>(() => Use(background => background.UsePostgres(source))).Message, StringComparison.Ordinal);
        Use(background => background.UsePostgres($"{connection};Pooling=false"));

        static void Use(Action<SockeyeBackgroundBuilder> configure) => new ServiceCollection().AddSockeyeBackground(configure);
    }
}
