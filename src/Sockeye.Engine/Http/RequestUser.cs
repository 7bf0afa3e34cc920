using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Sockeye.Engine.Http;

/// <summary>Who a request comes from, as far as requests of one session are compared.</summary>
internal static class RequestUser
{
    /// <summary>Gets what tells users apart; <see langword="null"/> for nobody.</summary>
    /// <remarks>Asks for the feature: <see cref="HttpContext.User"/> would make a principal where the application authenticates nobody.</remarks>
    public static string? KeyOf(HttpContext context) => KeyOf(context.Features.Get<IHttpAuthenticationFeature>()?.User);

    /// <inheritdoc cref="KeyOf(HttpContext)"/>
    public static string? KeyOf(ClaimsPrincipal? user) => user?.Identity is { IsAuthenticated: true } identity
        ? user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? identity.Name ?? string.Empty
        : null;
}
