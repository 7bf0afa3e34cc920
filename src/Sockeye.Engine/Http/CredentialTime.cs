using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine.Http;

/// <summary>When what authenticated a request ends, in ticks of UTC.</summary>
internal static class CredentialTime
{
    /// <summary>It does not end, or nobody has said when; greater than each other time.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Gets it from the authentication's ticket, where there is one that says so, or else from the user's claims.</summary>
    public static long Of(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true } result ? Of(result.Principal, result.Properties) : Never;

    /// <summary>Gets it from a ticket's properties, or else from its claims.</summary>
    public static long Of(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        if (properties?.ExpiresUtc is { } expires)
        {
            return expires.UtcTicks;
        }

        return long.TryParse(user.FindFirst("exp")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcTicks
            : Never;
    }
}
