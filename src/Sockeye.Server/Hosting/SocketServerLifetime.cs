using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sockeye.Server.Draining;

namespace Sockeye.Server;

/// <summary>The name of a further server, so that it is closed with the application.</summary>
internal sealed record NamedSocketServer(string Name);

/// <summary>
/// Tries the servers' handler classes when the application starts. Drains and closes the servers when it begins to stop: before the web server, which waits for requests in flight, and
/// every WebSocket is one. Draining begins with <see cref="IHostApplicationLifetime.ApplicationStopping"/>, so that other services which take their time
/// to stop do not take it from the clients.
/// </summary>
internal sealed class SocketServerLifetime(
    IServiceProvider services, IEnumerable<NamedSocketServer> named, TimeProvider time, IOptions<HostOptions> host) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _timeIsOver = new();
    private readonly Lock _gate = new();
    private CancellationTokenRegistration _stopping;
    private ITimer? _timer;
    private Task? _draining;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<IHostApplicationLifetime>() is { } lifetime)
        {
            _stopping = lifetime.ApplicationStopping.Register(() => Drain());
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _timeIsOver).ConfigureAwait(false))
        {
            await Drain().ConfigureAwait(false);
        }

        await Task.WhenAll(Servers().Select(server => server.CloseAsync(cancellationToken))).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var server in Servers())
        {
            await server.Handlers.TryServicesAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Dispose();
        _timer?.Dispose();
        _timeIsOver.Dispose();
    }

    private IEnumerable<SocketServer> Servers() => named
        .Select(server => services.GetKeyedService<SocketServer>(server.Name))
        .Append(services.GetService<SocketServer>())
        .OfType<SocketServer>();

    private Task Drain()
    {
        TaskCompletionSource drained;
        lock (_gate)
        {
            if (_draining is not null)
            {
                return _draining;
            }

            drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _draining = drained.Task;
        }

        _ = CompleteAsync(drained, [.. Servers().Where(static server => server.Options.DrainWindow > TimeSpan.Zero).Select(DrainAsync)]);
        return drained.Task;
    }

    private async Task DrainAsync(SocketServer server)
    {
        var times = ShutdownTimes.Of(server.Options.DrainWindow, host.Value.ShutdownTimeout);
        _timer ??= time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), _timeIsOver, times.Longest, Timeout.InfiniteTimeSpan);
        try
        {
            await server.DrainAsync(times.Window, _timeIsOver.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Its time is over: those that are left are closed next.
        }
    }

    private static async Task CompleteAsync(TaskCompletionSource drained, Task[] draining)
    {
        try
        {
            await Task.WhenAll(draining).ConfigureAwait(false);
            drained.SetResult();
        }
        catch (Exception exception)
        {
            drained.SetException(exception);
        }
    }
}
