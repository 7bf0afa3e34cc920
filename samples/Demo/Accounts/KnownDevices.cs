using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Demo.Accounts;

/// <summary>
/// Knows browsers on which accounts have been logged in, by a cookie that outlives the log-out. It opens nothing: it only says that attempts from there are
/// likelier their owner's than anybody else's. It has the account's stamp, and says nothing any more when that is another one: after a change of the password,
/// and when the owner has logged all other devices out, of which one may be in other hands.
/// </summary>
internal sealed class KnownDevices(AccountStore accounts, IDataProtectionProvider protection)
{
    private const string CookieName = "sockeye-demo-device";
    private const int MostAccounts = 5;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("known devices", "with stamps").ToTimeLimitedDataProtector();

    public bool Know(HttpRequest request, string email) =>
        EntriesOn(request).Where(entry => IsOf(email, entry)).Any(entry => accounts.FindByEmail(email) is { } account && entry == EntryOf(account));

    /// <summary>Lets the request's browser be known as one of an account's.</summary>
    public void Remember(HttpContext context, Account account)
    {
        string[] entries = [EntryOf(account), .. EntriesOn(context.Request).Where(entry => !IsOf(account.Email, entry)).Take(MostAccounts - 1)];
        context.Response.Cookies.Append(CookieName, _protector.Protect(string.Join('\n', entries), Lifetime), new CookieOptions
        {
            Path = "/api",
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = Lifetime,
            IsEssential = true,
        });
    }

    private static string EntryOf(Account account) => $"{account.Stamp} {account.Email}";

    private static bool IsOf(string email, string entry) => entry.AsSpan(entry.IndexOf(' ', StringComparison.Ordinal) + 1).SequenceEqual(email);

    private string[] EntriesOn(HttpRequest request)
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
