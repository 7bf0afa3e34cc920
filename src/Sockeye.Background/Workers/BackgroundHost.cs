using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>Makes the application's listeners known when the host starts, and runs their jobs until it stops.</summary>
internal sealed class BackgroundHost(
    StoreReadiness store,
    OptionalStore optional,
    ListenerTable listeners,
    EventDrafts drafts,
    BackgroundOptions options,
    IServiceScopeFactory scopes,
    ILogger<BackgroundHost> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Worker[] _workers = [];
    private Task _sweeping = Task.CompletedTask;
    private WorkerPresence? _presence;
    private Task _present = Task.CompletedTask;

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        await TryClassesAsync().ConfigureAwait(false);
        if (listeners.All.Count > 0)
        {
            await ready.RegisterAsync([.. listeners.All.Select(static listener => listener.Registration)], cancellationToken).ConfigureAwait(false);
        }

        if (!options.RunsListeners || listeners.All.Count == 0)
        {
            return;
        }

        await optional.Store.RegisterAsync([.. listeners.All.Select(static listener => listener.Registration)], cancellationToken).ConfigureAwait(false);
        _workers = [NewWorker(ready), NewWorker(optional.Store)];
        Array.ForEach(_workers, static worker => worker.Start());
        var sweeper = new RetentionSweeper(ready, options, logger);
        _sweeping = Task.Run(() => sweeper.RunAsync(_stopping.Token), CancellationToken.None);
        _presence = new WorkerPresence(ready, () => _workers.Sum(static worker => worker.Running), options, logger);
        _present = Task.Run(() => _presence.RunAsync(_stopping.Token), CancellationToken.None);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_workers.Select(worker => worker.StopAsync(cancellationToken))).ConfigureAwait(false);
        await Task.WhenAll(_sweeping, _present).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (_presence?.LeaveAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Dispose();
        Array.ForEach(_workers, static worker => worker.Dispose());
    }

    private Worker NewWorker(IJobStore to) => new(to, listeners.All, options, drafts.Json, scopes, logger);

    // Only making one shows whether everything that it needs is there.
    private async ValueTask TryClassesAsync()
    {
        var scope = scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        foreach (var listener in listeners.All.Where(static listener => listener.Class is not null))
        {
            try
            {
                scope.ServiceProvider.GetRequiredService(listener.Class!);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"The listener '{listener.Name}' of '{listener.EventName}' ({listener.Class}) cannot be made: {exception.Message}", exception);
            }
        }
    }
}
