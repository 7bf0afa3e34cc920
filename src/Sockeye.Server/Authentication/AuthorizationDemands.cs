using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Authentication;

/// <summary>What attributes demand of a user: all of it together is one policy, as on any endpoint.</summary>
/// <param name="data">Those that name policies and roles.</param>
/// <param name="requirements">Those that bring requirements of their own.</param>
internal sealed class AuthorizationDemands(IReadOnlyList<IAuthorizeData> data, IReadOnlyList<IAuthorizationRequirementData> requirements)
{
    /// <summary>Gets whether authentication schemes are named, which run where connections are opened, and nowhere else.</summary>
    public bool NamesSchemes => data.Any(static demand => !string.IsNullOrWhiteSpace(demand.AuthenticationSchemes));

    /// <summary>Reads the attributes of a class or method, inherited ones among them; null where there are none.</summary>
    public static AuthorizationDemands? Of(MemberInfo member)
    {
        var attributes = member.GetCustomAttributes().ToArray();
        return Array.Exists(attributes, static attribute => attribute is IAuthorizeData or IAuthorizationRequirementData)
            ? new AuthorizationDemands([.. attributes.OfType<IAuthorizeData>()], [.. attributes.OfType<IAuthorizationRequirementData>()])
            : null;
    }

    /// <summary>Reads those of a class, which <c>[AllowAnonymous]</c> takes back, wherever it stands.</summary>
    public static AuthorizationDemands? OfClass(Type type) => AllowsAnyone(type) ? null : Of(type);

    /// <summary>Says whether a class or method has <c>[AllowAnonymous]</c>, or what an application has in its place.</summary>
    public static bool AllowsAnyone(MemberInfo member) => member.GetCustomAttributes().OfType<IAllowAnonymous>().Any();

    /// <summary>Makes the policy of now: a provider may change what a name stands for. Null where nothing is demanded after all.</summary>
    /// <exception cref="InvalidOperationException">There is no policy of a name.</exception>
    public ValueTask<AuthorizationPolicy?> CombineAsync(IServiceProvider services) =>
        CombineAsync(services.GetRequiredService<IAuthorizationPolicyProvider>(), data, [], requirements);

    /// <summary>Puts demands together as the authorization middleware does; null where there are none, nor a fallback policy.</summary>
    public static async ValueTask<AuthorizationPolicy?> CombineAsync(
        IAuthorizationPolicyProvider provider,
        IReadOnlyList<IAuthorizeData> data,
        IReadOnlyList<AuthorizationPolicy> policies,
        IReadOnlyList<IAuthorizationRequirementData> requirements)
    {
        var policy = await AuthorizationPolicy.CombineAsync(provider, data, policies).ConfigureAwait(false);
        var more = requirements.SelectMany(static demand => demand.GetRequirements()).ToArray();
        if (more.Length == 0)
        {
            return policy;
        }

        var added = new AuthorizationPolicyBuilder().AddRequirements(more).Build();
        return policy is null ? added : AuthorizationPolicy.Combine(policy, added);
    }
}
