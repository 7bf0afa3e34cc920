using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Events;

/// <summary>The scope of services that handlers share, until the last of those that use it has left. It begins when the first handler asks.</summary>
internal sealed class EmissionScope(IServiceScopeFactory factory)
{
    private readonly Lock _gate = new();
    private AsyncServiceScope? _scope;
    private int _users;

    /// <summary>Counts one more user.</summary>
    public EmissionScope Enter()
    {
        lock (_gate)
        {
            _users++;
            return this;
        }
    }

    public object Get(Type handler)
    {
        lock (_gate)
        {
            _scope ??= factory.CreateAsyncScope();
        }

        return _scope.Value.ServiceProvider.GetRequiredService(handler);
    }

    /// <summary>Takes one user away; the last one disposes the services.</summary>
    public async Task ExitAsync()
    {
        AsyncServiceScope? over;
        lock (_gate)
        {
            over = --_users == 0 ? _scope : null;
        }

        if (over is { } scope)
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
    }
}
