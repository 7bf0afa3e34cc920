using Microsoft.AspNetCore.Authorization;
using Sockeye.Server.Authentication;

namespace Sockeye;

/// <summary>Policies of the application on namespaces. They are middleware: what was added before runs before.</summary>
/// <remarks>
/// The user is <see cref="Socket.User"/>, and the resource is the <see cref="Socket"/>. When the user changes they are evaluated again, and a
/// socket whose user they refuse then is sent <see cref="ControlEvents.Refused"/> with the code <c>forbidden</c> and disconnected. A policy's authentication schemes are not
/// run here: name those that are not the default on the endpoint. A policy with a scheme that does not run there refuses everybody, and the hook for failing
/// handlers is told why. A client that is refused hears
/// <c>connect_error</c> with the message <c>Unauthorized</c> where it is nobody, and <c>Forbidden</c> where it is somebody who may not.
/// </remarks>
public static class NamespaceAuthorizationExtensions
{
    /// <summary>Lets in only sockets whose user meets policies.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="policies">The policies' names; with none, the application's default policy.</param>
    /// <returns>The namespace.</returns>
    public static Namespace RequireAuthorization(this Namespace ns, params string[] policies)
    {
        ArgumentNullException.ThrowIfNull(ns);
        return ns.Require(new PolicyCheck(policies));
    }

    /// <summary>Lets in only sockets whose user meets a policy.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>The namespace.</returns>
    public static Namespace RequireAuthorization(this Namespace ns, AuthorizationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(ns);
        return ns.Require(new PolicyCheck(policy));
    }

    /// <inheritdoc cref="RequireAuthorization(Namespace, string[])"/>
    /// <returns>The parent.</returns>
    public static ParentNamespace RequireAuthorization(this ParentNamespace ns, params string[] policies)
    {
        ArgumentNullException.ThrowIfNull(ns);
        return ns.Require(new PolicyCheck(policies));
    }

    /// <inheritdoc cref="RequireAuthorization(Namespace, AuthorizationPolicy)"/>
    /// <returns>The parent.</returns>
    public static ParentNamespace RequireAuthorization(this ParentNamespace ns, AuthorizationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(ns);
        return ns.Require(new PolicyCheck(policy));
    }
}
