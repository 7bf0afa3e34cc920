using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Sockeye.Events;

/// <summary>
/// Makes the emitters and tries their handlers before anything else starts, and closes the emitters when everything else has stopped: until then somebody
/// may emit.
/// </summary>
internal sealed class EmitterLifetime(IServiceProvider services, IEnumerable<RegisteredEmitter> registered, IOptionsMonitor<EventHandlerOptions> handlers)
    : IHostedLifecycleService
{
    private readonly string[] _names = [.. registered.Select(static emitter => emitter.Name).Distinct()];

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var name in _names)
        {
            EmitterFactory.Get(services, name);
            await TryHandlersAsync(handlers.Get(name)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_names.Select(name => EmitterFactory.Get(services, name).CloseAsync(cancellationToken)));

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Only making one shows whether everything that it needs, and that its services need, is there.
    private async Task TryHandlersAsync(EventHandlerOptions handlers)
    {
        List<string> problems = [];
        Exception? first = null;
        foreach (var methods in handlers.Methods.GroupBy(static method => method.Handler))
        {
            var scope = services.CreateAsyncScope();
            await using var disposal = scope.ConfigureAwait(false);
            try
            {
                scope.ServiceProvider.GetRequiredService(methods.Key);
            }
            catch (Exception exception)
            {
                first ??= exception;
                var members = string.Join(", ", methods.Select(static method => method.Name).Distinct());
                problems.Add($"{TypeNames.Of(methods.Key)} cannot be made, so that {members} cannot handle anything: {exception.Message}");
            }
        }

        if (first is not null)
        {
            throw new EventHandlerException(problems, first);
        }
    }
}
