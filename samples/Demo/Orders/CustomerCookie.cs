using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Demo.Orders;

/// <summary>
/// Knows a customer again by a cookie that nobody can guess; what is stored of it is a digest. No other site's page can make a browser send it.
/// </summary>
internal static class CustomerCookie
{
    private const string Name = "demo-customer";
    private const int Bytes = 16;

    /// <summary>Gets who sent a request, and gives the cookie to who has none.</summary>
    public static string CustomerOf(HttpContext context)
    {
        if (Digest(context.Request.Cookies[Name]) is { } customer)
        {
            return customer;
        }

        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        context.Response.Cookies.Append(Name, secret, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(90),
            SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
        return Digest(secret)!;
    }

    /// <summary>Gets who connected a socket; <see langword="null"/> where that is nobody we know.</summary>
    public static string? CustomerOf(IHeaderDictionary headers) =>
        CookieHeaderValue.TryParseList(headers.Cookie, out var cookies)
            ? Digest(cookies.FirstOrDefault(cookie => cookie.Name == Name)?.Value.ToString())
            : null;

    private static string? Digest(string? secret) =>
        secret?.Length == Bytes * 2 ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..(Bytes * 2)] : null;
}
