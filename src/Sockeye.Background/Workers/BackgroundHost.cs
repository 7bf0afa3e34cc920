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
    BackgroundInstruments instruments,
    IServiceScopeFactory scopes,
    ILogger<BackgroundHost> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Worker[] _workers = [];
    private Task _sweeping = Task.CompletedTask;
    private WorkerPresence? _presence;
    private Task _present = Task.CompletedTask;
    private Task _measuring = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Gets a value indicating whether listeners are to run here.</summary>
    public bool HasWork => options.RunsListeners && listeners.All.Count > 0;

    /// <summary>Gets the worker of the application's store; <see langword="null"/> where none runs.</summary>
    public Worker? Worker => _workers.FirstOrDefault();

    /// <summary>Gets how many jobs run.</summary>
    public int Running => _workers.Sum(static worker => worker.Running);

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var stopping = _stopping.Token; // now: it may have been disposed of before the loops have begun
        var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        await TryClassesAsync().ConfigureAwait(false);
        if (listeners.All.Count > 0)
        {
            await ready.RegisterAsync([.. listeners.All.Select(static listener => listener.Registration)], cancellationToken).ConfigureAwait(false);
        }

        if (options.MeasureInterval != Timeout.InfiniteTimeSpan)
        {
            var measures = new QueueMeasures(ready, instruments, options, logger);
            _measuring = Task.Run(() => measures.RunAsync(stopping), CancellationToken.None);
        }

        if (!HasWork)
        {
            return;
        }

        await optional.Store.RegisterAsync([.. listeners.All.Select(static listener => listener.Registration)], cancellationToken).ConfigureAwait(false);
        _workers = [NewWorker(ready), NewWorker(optional.Store)];
        Array.ForEach(_workers, static worker => worker.Start());
        instruments.Add(this);
        var sweeper = new RetentionSweeper([optional.Store, ready], options, logger);
        _sweeping = Task.Run(() => sweeper.RunAsync(stopping), CancellationToken.None);
        _presence = new WorkerPresence(ready, () => Running, options, logger);
        _present = Task.Run(() => _presence.RunAsync(stopping), CancellationToken.None);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        optional.Close(); // before its worker takes no more
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_workers.Select(worker => worker.StopAsync(cancellationToken))).ConfigureAwait(false);
        await Task.WhenAll(_sweeping, _present, _measuring).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        instruments.Remove(this);
        await (_presence?.LeaveAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isDisposed)
        {
            return; // it is known to the services by two names
        }

        _isDisposed = true;
        if (!_stopping.IsCancellationRequested)
        {
            optional.Close();
        }

        _stopping.Cancel(); // where nobody has stopped it
        instruments.Remove(this);
        _stopping.Dispose();
        Array.ForEach(_workers, static worker => worker.Dispose());
    }

    private Worker NewWorker(IJobStore to) => new(to, listeners.All, options, drafts.Json, scopes, new JobTelemetry(instruments, options.TimeProvider), logger);

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
