using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sockeye.Events;

/// <summary>An emitter that a container owns and a host closes.</summary>
internal sealed partial class ApplicationEmitter : EventEmitter, IAsyncDisposable, IDisposable
{
    // As long as a host waits by default.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _givenUp = new();
    private readonly List<IDisposable> _companions = [];
    private readonly ILogger _logger;

    public ApplicationEmitter(EventEmitterOptions options, ILogger logger)
        : base(WithLog(options, logger)) => _logger = logger;

    /// <summary>Attaches what was registered, in order.</summary>
    public void Attach(EventHandlerOptions handlers, IServiceProvider services)
    {
        foreach (var companion in handlers.Companions)
        {
            _companions.Add(companion(services, this));
        }

        var factory = services.GetRequiredService<IServiceScopeFactory>();
        foreach (var method in handlers.Methods.OrderBy(static method => method.Order))
        {
            var listener = new HandlerListener(method, this, factory, _givenUp.Token);
            Add(method.EventName, listener, method.IsOnce, prepend: false, CancellationToken.None);
        }

        // The last of those that see a listener start, so that nothing another one does comes in between.
        if (handlers is { Scope: HandlerScope.Emission, Methods.Count: > 0 })
        {
            _companions.Add(Observe(new EmissionScopes(factory, handlers.Methods.Select(static method => method.EventName))));
        }
    }

    /// <summary>Closes the emitter: waits for its listeners until the token says that it has been long enough.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.ListenersLeft(_logger, Options.Name ?? "the application", Core.Tasks.RunningCount);

            // Not awaited here: what handlers do when they are cancelled may hang as they do.
            Core.Tasks.Own(_givenUp.CancelAsync(), Error.Name);
        }

        DisposeCompanions();
    }

    /// <inheritdoc />
    public void Dispose() => ((IAsyncDisposable)this).DisposeAsync().AsTask().GetAwaiter().GetResult();

    // What the container calls at last. Where no host has closed the emitter, as none could start, nobody else limits how long this takes.
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (!_givenUp.IsCancellationRequested)
        {
            using var patience = new CancellationTokenSource(Patience, Options.TimeProvider);
            await CloseAsync(patience.Token).ConfigureAwait(false);
        }
    }

    private static EventEmitterOptions WithLog(EventEmitterOptions options, ILogger logger)
    {
        var copy = options.Copy();
        copy.OnUnhandledError ??= context => Log.UnhandledError(logger, context.EventName, context.Exception);
        copy.OnMaxListenersExceeded ??= context => Log.MaxListenersExceeded(logger, context.EventName, context.Count, context.MaxListeners);
        return copy;
    }

    private void DisposeCompanions()
    {
        foreach (var companion in _companions)
        {
            companion.Dispose();
        }
    }
}
