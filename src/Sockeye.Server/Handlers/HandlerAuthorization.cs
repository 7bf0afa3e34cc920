using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Handlers;

/// <summary>Asks the application's authorization about a socket or an event, by what <c>[Authorize]</c> says on a handler class or method.</summary>
internal sealed class HandlerAuthorization(IAuthorizeData[] demands) : IEventFilter
{
    public async ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next) =>
        await IsAllowedAsync(context.Services, context.Socket, context).ConfigureAwait(false)
            ? await next(context).ConfigureAwait(false)
            : EventResult.Refuse(Refusal(context.Socket));

    /// <summary>Lets a socket into the namespace, or refuses it as a policy of the namespace does.</summary>
    public async Task<ConnectionResult> AdmitAsync(IServiceScopeFactory services, Socket socket)
    {
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await IsAllowedAsync(scope.ServiceProvider, socket, socket).ConfigureAwait(false)
                ? ConnectionResult.Accept
                : ConnectionResult.Refuse(Refusal(socket));
        }
    }

    private static string Refusal(Socket socket) => socket.User.Identity?.IsAuthenticated == true ? "Forbidden" : "Unauthorized";

    private async ValueTask<bool> IsAllowedAsync(IServiceProvider services, Socket socket, object resource)
    {
        var authorization = services.GetService<IAuthorizationService>() ?? throw new InvalidOperationException(
            "There is no authorization among the services: call builder.Services.AddAuthorization().");
        var policy = await AuthorizationPolicy.CombineAsync(services.GetRequiredService<IAuthorizationPolicyProvider>(), demands).ConfigureAwait(false);
        return policy is null || (await authorization.AuthorizeAsync(socket.User, resource, policy).ConfigureAwait(false)).Succeeded;
    }
}
