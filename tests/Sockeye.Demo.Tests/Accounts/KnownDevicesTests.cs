using Demo.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Sockeye.Demo.Tests.Data;

namespace Sockeye.Demo.Tests.Accounts;

public sealed class KnownDevicesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_is_known_until_its_account_is_logged_out_on_all_others()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(2);
        var (accounts, devices) = On(file);
        var account = accounts.FindByEmail("a0@example.com")!;
        var old = Remember(devices, account);
        var both = Remember(devices, accounts.FindByEmail("a1@example.com")!, old);
        Assert.True(devices.Know(both, account.Email));
        Assert.True(devices.Know(both, "a1@example.com"));
        Assert.False(devices.Know(old, "a1@example.com"));
        Assert.False(devices.Know(old, "0@example.com"));

        // The same password, hashed anew, is no other one.
        Assert.True(await accounts.RehashAsync(account, "stricter", Cancelled));
        Assert.True(devices.Know(both, account.Email));

        account = accounts.FindByEmail(account.Email)!;
        Assert.NotNull(await accounts.ChangePasswordAsync(account, account with { PasswordHash = "another", Stamp = "changed" }, "here", Cancelled));
        Assert.False(devices.Know(both, account.Email));
        Assert.True(devices.Know(both, "a1@example.com"));
        var renewed = Remember(devices, accounts.FindByEmail(account.Email)!, both);
        Assert.True(devices.Know(renewed, account.Email));

        await accounts.EndOtherSessionsAsync(account with { Stamp = "left" }, "here", Cancelled);
        Assert.False(devices.Know(renewed, account.Email));
        Assert.True(devices.Know(renewed, "a1@example.com"));
    }

    [Fact]
    public async Task A_device_knows_the_last_five_accounts()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(6);
        var (accounts, devices) = On(file);
        HttpRequest? request = null;
        for (var number = 0; number < 6; number++)
        {
            request = Remember(devices, accounts.FindByEmail($"a{number}@example.com")!, request);
        }

        Assert.Equal([false, true, true, true, true, true], Enumerable.Range(0, 6).Select(number => devices.Know(request!, $"a{number}@example.com")));
    }

    private static (AccountStore Accounts, KnownDevices Devices) On(DemoFile file)
    {
        var accounts = new AccountStore(file.Database, file.Writer, Options.Create(new AccountOptions()), file.Time);
        return (accounts, new KnownDevices(accounts, new EphemeralDataProtectionProvider()));
    }

    /// <summary>Lets a device be known.</summary>
    /// <returns>Its next request, with the cookie that it has got.</returns>
    private static HttpRequest Remember(KnownDevices devices, Account account, HttpRequest? former = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = former?.Headers.Cookie ?? "";
        devices.Remember(context, account);
        var next = new DefaultHttpContext();
        next.Request.Headers.Cookie = context.Response.Headers.SetCookie.ToString().Split(';')[0];
        return next.Request;
    }
}
