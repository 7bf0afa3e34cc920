using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Sockeye.Engine.Http;

/// <summary>Who a request comes from, as far as requests of one session are compared.</summary>
internal static class RequestUser
{
    /// <summary>What the key of a user begins with who has nothing that names it. Nobody can choose an id that begins with it.</summary>
    private static readonly string Unnamed = RandomNumberGenerator.GetHexString(16) + ":";

    /// <summary>Gets what tells users apart; <see langword="null"/> for nobody.</summary>
    /// <remarks>Asks for the feature: <see cref="HttpContext.User"/> would make a principal where the application authenticates nobody.</remarks>
    public static string? KeyOf(HttpContext context) => KeyOf(context.Features.Get<IHttpAuthenticationFeature>()?.User);

    /// <inheritdoc cref="KeyOf(HttpContext)"/>
    /// <remarks>
    /// Of a user whom nothing names all claims count, since the requests of one credential have the same. Two users may have the same, too: that is
    /// enough for requests which know a session's secret id, and for nothing else (<see cref="IsNamed"/>). Without a claim each request is another user's.
    /// </remarks>
    public static string? KeyOf(ClaimsPrincipal? user) => user?.Identity is { IsAuthenticated: true } ? IdOf(user) ?? Unnamed + DigestOf(user) : null;

    /// <summary>Says whether a key names its user, so that equal ones are the same user's.</summary>
    public static bool IsNamed(string key) => !key.StartsWith(Unnamed, StringComparison.Ordinal);

    /// <summary>Gets what names an authenticated user: the first of the claims <c>nameidentifier</c> and <c>sub</c> and its name that is not empty.</summary>
    public static string? IdOf(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true } identity
        ? Filled(user.FindFirst(ClaimTypes.NameIdentifier)?.Value) ?? Filled(user.FindFirst("sub")?.Value) ?? Filled(identity.Name)
        : null;

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string DigestOf(ClaimsPrincipal user)
    {
        var all = new StringBuilder();
        foreach (var claim in user.Claims)
        {
            foreach (var part in new[] { claim.Type, claim.Value, claim.ValueType, claim.Issuer, claim.Subject?.AuthenticationType })
            {
                all.Append(part?.Length ?? 0).Append(':').Append(part);
            }
        }

        return all.Length == 0
            ? RandomNumberGenerator.GetHexString(32)
            : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
