using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Authentication;

/// <summary>What the application demands of whoever comes to the server's endpoint: its own policies, or else the fallback policy.</summary>
internal readonly struct EndpointPolicy
{
    /// <summary>The code of a refusal by it.</summary>
    public const string Forbidden = "forbidden";

    private static readonly string?[] DefaultScheme = [null];

    private readonly AuthorizationPolicy? _policy;
    private readonly bool _allowsAnyone;

    private EndpointPolicy(AuthorizationPolicy? policy, bool allowsAnyone)
    {
        _policy = policy;
        _allowsAnyone = allowsAnyone;
    }

    /// <summary>Gets the schemes that authenticate for it; that of null is the application's default.</summary>
    public IReadOnlyList<string?> Schemes =>
        _policy is { AuthenticationSchemes.Count: > 0 } policy ? [.. policy.AuthenticationSchemes] : DefaultScheme;

    public static async ValueTask<EndpointPolicy> OfAsync(EndpointMetadataCollection? metadata, IServiceProvider services)
    {
        if (metadata is null || services.GetService<IAuthorizationPolicyProvider>() is not { } provider)
        {
            return default;
        }

        var policy = await AuthorizationDemands.CombineAsync(
            provider,
            metadata.GetOrderedMetadata<IAuthorizeData>(),
            metadata.GetOrderedMetadata<AuthorizationPolicy>(),
            metadata.GetOrderedMetadata<IAuthorizationRequirementData>()).ConfigureAwait(false);
        return new(policy, metadata.GetMetadata<IAllowAnonymous>() is not null);
    }

    public async ValueTask<bool> AllowsAsync(HttpContext context, IServiceProvider services)
    {
        if (_policy is null || _allowsAnyone)
        {
            return true;
        }

        var authorization = services.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(context.User, context, _policy).ConfigureAwait(false)).Succeeded;
    }
}
