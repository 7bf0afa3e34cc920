using Npgsql;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>Gives each test a schema that nobody else has, on the server that all share.</summary>
public abstract class OwnSchema : IAsyncLifetime
{
    private NpgsqlDataSource? _source;

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected string Schema { get; } = PostgresStore.NextSchema();

    private protected NpgsqlDataSource Source => _source ?? throw new InvalidOperationException("The test has not started.");

    public virtual async ValueTask InitializeAsync() => _source = PostgresStore.Source(await PostgresStore.ServerAsync());

    public virtual async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
