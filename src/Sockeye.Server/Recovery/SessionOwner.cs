using System.Security.Claims;

namespace Sockeye.Server.Recovery;

/// <summary>Whose a session is, as far as the application's authentication says.</summary>
internal static class SessionOwner
{
    /// <summary>Gets what tells users apart; null for nobody.</summary>
    public static string? Of(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true } identity
        ? user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? identity.Name ?? string.Empty
        : null;
}
