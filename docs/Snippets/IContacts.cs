using System.Security.Claims;

namespace Snippets;

/// <summary>Whom users know.</summary>
internal interface IContacts
{
    Task<IReadOnlyCollection<string>> OfAsync(ClaimsPrincipal user, CancellationToken cancellationToken);
}
