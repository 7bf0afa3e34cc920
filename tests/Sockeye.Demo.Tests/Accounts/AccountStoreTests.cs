using Demo.Accounts;
using Microsoft.Extensions.Options;
using Sockeye.Demo.Tests.Data;

namespace Sockeye.Demo.Tests.Accounts;

/// <summary>To check a password takes a while, in which it may be changed.</summary>
public sealed class AccountStoreTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_that_is_changed_while_the_old_one_is_checked_lets_nobody_in_by_the_old_one()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(1);
        var accounts = new AccountStore(file.Database, file.Writer, Options.Create(new AccountOptions()), file.Time);
        var old = accounts.FindByEmail("a0@example.com")!;

        Assert.True(await accounts.RehashAsync(old, "new", Cancelled));

        Assert.Null(await accounts.BeginSessionAsync(old, Cancelled));
        Assert.Equal(0, file.Ask<int>("select count(*) from sessions"));
        Assert.NotNull(await accounts.BeginSessionAsync(accounts.FindByEmail("a0@example.com")!, Cancelled));
    }

    [Fact]
    public async Task Of_two_changes_of_a_password_at_once_the_first_holds()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(1);
        var accounts = new AccountStore(file.Database, file.Writer, Options.Create(new AccountOptions()), file.Time);
        var old = accounts.FindByEmail("a0@example.com")!;

        await accounts.BeginSessionAsync(old, Cancelled);

        var changed = await Task.WhenAll(
            accounts.ChangePasswordAsync(old, old with { PasswordHash = "first" }, "here", Cancelled),
            accounts.ChangePasswordAsync(old, old with { PasswordHash = "second" }, "there", Cancelled));

        Assert.Single(changed[0]!);
        Assert.Null(changed[1]);
        Assert.Equal("first", accounts.FindByEmail("a0@example.com")!.PasswordHash);
    }
}
