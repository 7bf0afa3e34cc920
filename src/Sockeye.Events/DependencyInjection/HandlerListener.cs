using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Events;

/// <summary>A method of a handler class as a listener: each time it runs on an instance that a scope of services makes.</summary>
internal sealed class HandlerListener(HandlerMethod method, EventEmitter emitter, IServiceScopeFactory factory, CancellationToken cancellationToken)
    : EmitterListener(new HandlerCall(new HandlerTarget(method.Name).Run), method.ParameterTypes, method.IsAsync)
{
    public override Invocation<TArguments> Bind<TArguments>() => method.IsAsync ? RunAsync : Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        var scope = EnterScope();
        try
        {
            method.Run(scope.Get(method.Handler), arguments, cancellationToken);
        }
        catch
        {
            ExitAfterFailure(scope);
            throw;
        }

        return scope.ExitAsync();
    }

    private Task RunAsync<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        RunAsync(EnterScope(), arguments);

    private async Task RunAsync<TArguments>(EmissionScope scope, TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        try
        {
            await (method.Run(scope.Get(method.Handler), arguments, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch
        {
            ExitAfterFailure(scope);
            throw;
        }

        await scope.ExitAsync().ConfigureAwait(false);
    }

    // A failure of the services as they go is one of its own: it must not hide why the handler failed.
    private void ExitAfterFailure(EmissionScope scope) => emitter.Core.Tasks.Own(scope.ExitAsync(), method.EventName);

    private EmissionScope EnterScope() => EmissionScopes.EnterNext() ?? new EmissionScope(factory).Enter();
}
