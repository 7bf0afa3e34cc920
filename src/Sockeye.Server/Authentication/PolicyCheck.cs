using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Authentication;

/// <summary>Asks the application's authorization about sockets that want to connect.</summary>
internal sealed class PolicyCheck
{
    public const string NoAuthorization = "There is no authorization among the services: call builder.Services.AddAuthorization().";

    private readonly AuthorizationPolicy? _policy;
    private readonly AuthorizationDemands? _demands;
    private readonly string[] _names = [];

    public PolicyCheck(AuthorizationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
    }

    public PolicyCheck(AuthorizationDemands demands) => _demands = demands;

    public PolicyCheck(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _names = [.. names];
    }

    public async Task<ConnectionResult> RunAsync(Socket socket) => await IsMetAsync(socket).ConfigureAwait(false)
        ? ConnectionResult.Accept
        : ConnectionResult.Refuse(RefusalOf(socket));

    /// <summary>Gets what whoever is refused is told.</summary>
    public static string RefusalOf(Socket socket) => socket.User.Identity?.IsAuthenticated == true ? "Forbidden" : "Unauthorized";

    /// <summary>A policy that names schemes is for users whom these have found, and they run on the endpoint or not at all.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not run one.</exception>
    public static async ValueTask CheckSchemesAsync(AuthorizationPolicy policy, Socket socket, IServiceProvider services)
    {
        if (policy.AuthenticationSchemes.Count == 0)
        {
            return;
        }

        var endpoint = await EndpointPolicy.OfAsync(socket.Server.EndpointMetadata, services).ConfigureAwait(false);
        var standard = services.GetService<IAuthenticationSchemeProvider>() is { } schemes
            ? (await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false))?.Name
            : null;
        if (policy.AuthenticationSchemes.FirstOrDefault(scheme => !endpoint.Schemes.Contains(scheme) && !(scheme == standard && endpoint.Schemes.Contains(null))) is { } missing)
        {
            throw new InvalidOperationException(
                $"A policy of the namespace '{socket.Namespace.Name}' names the authentication scheme '{missing}', which does not run where connections are opened: "
                + "name it on the endpoint, with MapSockeye().RequireAuthorization(...), or make it the default scheme.");
        }
    }

    /// <summary>Says whether the socket's user meets the policies.</summary>
    public async Task<bool> IsMetAsync(Socket socket)
    {
        var services = socket.Server.Services ?? throw new InvalidOperationException(
            "Policies need the application's services: map the server with MapSockeye.");
        var scope = services.CreateAsyncScope(); // handlers of requirements may be scoped
        await using (scope.ConfigureAwait(false))
        {
            var authorization = scope.ServiceProvider.GetService<IAuthorizationService>() ?? throw new InvalidOperationException(NoAuthorization);
            foreach (var policy in await PoliciesAsync(scope.ServiceProvider).ConfigureAwait(false))
            {
                await CheckSchemesAsync(policy, socket, scope.ServiceProvider).ConfigureAwait(false);
                if (!(await authorization.AuthorizeAsync(socket.User, socket, policy).ConfigureAwait(false)).Succeeded)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private async ValueTask<AuthorizationPolicy[]> PoliciesAsync(IServiceProvider services)
    {
        if (_policy is not null)
        {
            return [_policy];
        }

        if (_demands is not null)
        {
            return await _demands.CombineAsync(services).ConfigureAwait(false) is { } combined ? [combined] : [];
        }

        var provider = services.GetRequiredService<IAuthorizationPolicyProvider>();
        if (_names.Length == 0)
        {
            return [await provider.GetDefaultPolicyAsync().ConfigureAwait(false)];
        }

        var policies = new AuthorizationPolicy[_names.Length];
        for (var i = 0; i < policies.Length; i++)
        {
            policies[i] = await provider.GetPolicyAsync(_names[i]).ConfigureAwait(false) ?? throw new InvalidOperationException(
                $"There is no authorization policy named '{_names[i]}': add it with AddAuthorization(options => options.AddPolicy(...)).");
        }

        return policies;
    }
}
