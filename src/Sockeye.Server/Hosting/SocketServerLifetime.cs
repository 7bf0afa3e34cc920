using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sockeye.Server;

/// <summary>The name of a further server, so that it is closed with the application.</summary>
internal sealed record NamedSocketServer(string Name);

/// <summary>
/// Tries the servers' handler classes when the application starts, and closes the servers when it begins to stop: before the web server, which waits for requests in flight, and every WebSocket is one.
/// </summary>
internal sealed class SocketServerLifetime(IServiceProvider services, IEnumerable<NamedSocketServer> named) : IHostedLifecycleService
{
    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Servers().Select(server => server.CloseAsync(cancellationToken)));

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
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<SocketServer> Servers() => named
        .Select(server => services.GetKeyedService<SocketServer>(server.Name))
        .Append(services.GetService<SocketServer>())
        .OfType<SocketServer>();
}
