using System.Security.Claims;
using System.Security.Cryptography;
using Sockeye.Engine;

namespace Sockeye.Server.Recovery;

/// <summary>Whose a session is, as far as the application's authentication says.</summary>
internal static class SessionOwner
{
    /// <summary>
    /// Gets what tells users apart; null for nobody. A user whom nothing names is another each time: nobody can show that a session is its.
    /// </summary>
    public static string? Of(ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true
        ? EngineSession.UserIdOf(user) ?? "unnamed " + RandomNumberGenerator.GetHexString(32)
        : null;
}
