using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sockeye.Background.Postgres.Tests.Outbox;
using Sockeye.Background.Postgres.Tests.Stores;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Emitting;

/// <summary>The way to the database is lost while events are emitted: what an emit says is so, once.</summary>
public sealed class PostgresEmitTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_emit_whose_connection_is_lost_after_the_commit_succeeds_and_is_stored_once(bool asBatch)
    {
        var server = await PostgresStore.ServerAsync();
        await using var proxy = new AnswerLosingProxy(new UnixDomainSocketEndPoint($"{server.Folder}/.s.PGSQL.5432"), "lose this"u8.ToArray(), losses: 2);
        using var host = await StartAsync($"Host=127.0.0.1;Port={proxy.Port};Username=postgres;Database=postgres;SSL Mode=Disable;GSS Encryption Mode=Disable", PostgresStore.NextSchema());
        var events = host.Services.GetRequiredService<IBackgroundEvents>();

        var emitted = asBatch
            ? Assert.Single((await events.EmitBatchAsync([BackgroundEvent.Create("placed", "lose this")], cancellationToken: Cancelled)).Events)
            : await events.EmitAsync("placed", "lose this", new BackgroundEmitOptions { UniqueKey = "order 1" }, Cancelled);

        Assert.Equal((EmitOutcome.Stored, 1), (emitted.Outcome, emitted.Jobs));
        Assert.InRange(proxy.Lost, 1, 2); // a batch is looked for after the first
        Assert.Equal(emitted.EventId, Assert.Single(await host.Services.GetRequiredService<IJobs>().ListAsync(cancellationToken: Cancelled)).EventId);
        await host.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Emits_go_on_over_a_server_that_is_killed_and_each_is_stored_once()
    {
        const int emits = 1_000;
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        using var host = await StartAsync(server.ConnectionString, "jobs");
        var events = host.Services.GetRequiredService<IBackgroundEvents>();
        var ids = new Guid[emits];
        var (next, done) = (-1, 0);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var emitting = Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is < emits and var mine)
            {
                ids[mine] = (await events.EmitAsync("placed", $"{mine}", cancellationToken: Cancelled)).EventId;
                if (Interlocked.Increment(ref done) == emits / 3)
                {
                    killed.SetResult();
                }
            }
        }));
        await killed.Task.DefaultTimeout();
        await server.KillAsync();
        Assert.False(emitting.IsCompleted);
        await server.StartAsync();
        await emitting.WaitAsync(TimeSpan.FromMinutes(1), Cancelled);

        var jobs = host.Services.GetRequiredService<IJobs>();
        var stored = new List<Guid>();
        for (var page = new JobPage { OldestFirst = true, Limit = 1_000 }; await jobs.ListAsync(page: page, cancellationToken: Cancelled) is { Count: > 0 } found; page = page with { After = found[^1].Id })
        {
            stored.AddRange(found.Select(static job => job.EventId));
        }

        Assert.Equal(ids.Order(), stored.Order());
        await host.StopAsync(Cancelled);
    }

    private static async Task<IHost> StartAsync(string connectionString, string schema)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSockeyeBackground(background => background
            .Configure(static options => (options.RunsListeners, options.EmitDeadline) = (false, TimeSpan.FromMinutes(1)))
            .UsePostgres(connectionString, options => options.Schema = schema)
            .On<string>("placed", "stock", static (_, _) => Task.CompletedTask));
        var host = builder.Build();
        await host.StartAsync(Cancelled);
        return host;
    }
}
