using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Sockeye.Engine.Http;

/// <summary>
/// What a browser shows of its user by itself, whichever page asks: cookies, certificates, and credentials of the HTTP schemes it knows. CORS leaves them out
/// where any origin is allowed; for WebSockets and scripts browsers do not, so it is done here.
/// </summary>
internal static class AmbientCredentials
{
    /// <summary>Takes them out of a request.</summary>
    /// <param name="context">The request, whose user is nobody afterwards where they may have said who it is.</param>
    /// <returns>Whether the user was somebody by them: policies of the application may have let the request in for that.</returns>
    public static bool TakeOut(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isAmbient = IsAmbient(context);
        headers.Cookie = default;
        if (!isAmbient || RequestUser.KeyOf(context) is null)
        {
            return false;
        }

        context.Features.Get<IHttpAuthenticationFeature>()!.User = null;
        context.Features.Set<IAuthenticateResultFeature>(null);
        return true;
    }

    /// <summary>A bearer token is what a program shows: no browser knows one to add.</summary>
    private static bool IsAmbient(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        return authorization.Length > 0
            ? !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            : context.Request.Headers.Cookie.Count > 0 || context.Connection.ClientCertificate is not null;
    }
}
