using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Server.Authentication;

namespace Sockeye.Server.Handlers;

/// <summary>Asks the application's authorization about an event, by what <c>[Authorize]</c> says on the handler method. The user is the one of now.</summary>
internal sealed class HandlerAuthorization(AuthorizationDemands demands) : IEventFilter
{
    private const string Schemes =
        "[Authorize] with authentication schemes, which run where a connection is opened: name them on the endpoint, as in MapSockeye().RequireAuthorization(...)";

    /// <summary>Finds what a class demands that cannot be asked of its sockets.</summary>
    public static string? ProblemOf(Type type) => AuthorizationDemands.OfClass(type) is { NamesSchemes: true } ? "has " + Schemes : null;

    /// <summary>Finds what a method for an event demands, or allows, that cannot be asked for an event.</summary>
    public static string? ProblemOf(MethodInfo method) =>
        AuthorizationDemands.AllowsAnyone(method)
            ? "has [AllowAnonymous], which opens nothing: whoever sends an event has been let into the namespace by its policies and the class's [Authorize] before; take it off"
            : AuthorizationDemands.Of(method) is { NamesSchemes: true } ? "has " + Schemes : null;

    /// <summary>Finds what a method demands that is called for no event, so that nobody would ask.</summary>
    public static string? ProblemOfHook(MethodInfo method) =>
        AuthorizationDemands.Of(method) is not null || AuthorizationDemands.AllowsAnyone(method)
            ? "has [Authorize] or [AllowAnonymous], which say nothing there: who may connect is said on the class"
            : null;

    public async ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next)
    {
        var authorization = context.Services.GetService<IAuthorizationService>() ?? throw new InvalidOperationException(PolicyCheck.NoAuthorization);
        var policy = await demands.CombineAsync(context.Services).ConfigureAwait(false);
        if (policy is not null)
        {
            await PolicyCheck.CheckSchemesAsync(policy, context.Socket, context.Services).ConfigureAwait(false);
        }

        return policy is null || (await authorization.AuthorizeAsync(context.Socket.User, context, policy).ConfigureAwait(false)).Succeeded
            ? await next(context).ConfigureAwait(false)
            : EventResult.Refuse(PolicyCheck.RefusalOf(context.Socket));
    }
}
