using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Demo.Accounts;

/// <summary>
/// Knows browsers on which accounts have been logged in, by a cookie that outlives the log-out. It opens nothing: it only says that attempts from there are
/// likelier their owner's than anybody else's.
/// </summary>
internal sealed class KnownDevices(IDataProtectionProvider protection)
{
    private const string CookieName = "sockeye-demo-device";
    private const int MostAccounts = 5;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("known devices").ToTimeLimitedDataProtector();

    public bool Know(HttpRequest request, string account) => AccountsOn(request).Contains(account);

    /// <summary>Lets the request's browser be known as one of an account's.</summary>
    public void Remember(HttpContext context, string email)
    {
        var account = EmailAddress.Normalize(email);
        string[] accounts = [account, .. AccountsOn(context.Request).Where(known => known != account).Take(MostAccounts - 1)];
        context.Response.Cookies.Append(CookieName, _protector.Protect(string.Join('\n', accounts), Lifetime), new CookieOptions
        {
            Path = "/api",
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = Lifetime,
            IsEssential = true,
        });
    }

    private string[] AccountsOn(HttpRequest request)
    {
        if (request.Cookies[CookieName] is not { } cookie)
        {
            return [];
        }

        try
        {
            return _protector.Unprotect(cookie).Split('\n');
        }
        catch (CryptographicException)
        {
            return []; // too old, of other keys, or made up
        }
    }
}
