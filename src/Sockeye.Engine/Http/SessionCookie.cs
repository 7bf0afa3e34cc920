using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine.Http;

/// <summary>The <c>Set-Cookie</c> header of a session, in the reference server's spelling and order.</summary>
internal static class SessionCookie
{
    public static string Format(EngineCookie cookie, string sessionId)
    {
        var header = new StringBuilder().Append(cookie.Name).Append('=').Append(Uri.EscapeDataString(sessionId));
        if (cookie.MaxAge is { } age)
        {
            header.Append(CultureInfo.InvariantCulture, $"; Max-Age={(long)age.TotalSeconds}");
        }

        if (cookie.Domain is not null)
        {
            header.Append("; Domain=").Append(cookie.Domain);
        }

        if (cookie.Path is not null)
        {
            header.Append("; Path=").Append(cookie.Path);
        }

        header.Append(cookie.HttpOnly ? "; HttpOnly" : "").Append(cookie.Secure ? "; Secure" : "");
        if (cookie.SameSite != SameSiteMode.Unspecified)
        {
            header.Append("; SameSite=").Append(cookie.SameSite);
        }

        return header.ToString();
    }
}
