using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Handlers;

/// <summary>One call of a handler method: its scope of services, the object it is called on, and what its parameters are given.</summary>
internal sealed class HandlerCall(HandlerMethod method, Socket socket, DisconnectContext? disconnect) : IParameterSource
{
    private AsyncServiceScope? _scope;
    private object? _handler;
    private List<object>? _owned;

    public HandlerMethod Method => method;

    public Socket Socket => socket;

    public IServiceProvider Services => _scope!.Value.ServiceProvider;

    /// <summary>Makes the scope. What is made from here on lasts until <see cref="EndAsync"/>.</summary>
    public void Begin()
    {
        _scope = method.Class.Services.CreateAsyncScope();
        Services.GetRequiredService<CurrentSocket>().Socket = socket;
    }

    /// <summary>Makes the object that the method is called on; after the filters, which may refuse.</summary>
    public void MakeHandler() => _handler = Make(method.Class.Type);

    public object Make(ServiceClass type)
    {
        var made = type.Make(Services, out var isOwned);
        if (isOwned && made is IAsyncDisposable or IDisposable)
        {
            (_owned ??= []).Add(made);
        }

        return made;
    }

    public bool TryGet(int position, out object? value)
    {
        if (position == 0)
        {
            value = _handler;
            return true;
        }

        var parameter = method.Parameters[position - 1];
        value = parameter.Origin switch
        {
            ParameterOrigin.Socket => socket,
            ParameterOrigin.Namespace => socket.Namespace,
            ParameterOrigin.Server => socket.Server,
            ParameterOrigin.Disconnect => disconnect,
            ParameterOrigin.Service => parameter.Resolve(Services),
            _ => null,
        };
        return parameter.Origin is not (ParameterOrigin.Argument or ParameterOrigin.Binding);
    }

    public ValueTask EndAsync() => _owned is null ? _scope?.DisposeAsync() ?? ValueTask.CompletedTask : EndWithOwnedAsync(_owned);

    private async ValueTask EndWithOwnedAsync(List<object> owned)
    {
        try
        {
            for (var i = owned.Count - 1; i >= 0; i--)
            {
                if (owned[i] is IAsyncDisposable disposable)
                {
                    await disposable.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    ((IDisposable)owned[i]).Dispose();
                }
            }
        }
        finally
        {
            await _scope!.Value.DisposeAsync().ConfigureAwait(false);
        }
    }
}
