using Demo.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sockeye.Demo.Tests.Data;
using Sockeye.TestKit;

namespace Sockeye.Demo.Tests.Accounts;

public sealed class SessionSweeperTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_has_lapsed_is_removed_and_what_is_used_stays()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(1);
        var options = Options.Create(new AccountOptions());
        var accounts = new AccountStore(file.Database, file.Writer, options, file.Time);
        await using var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddSockeye().BuildServiceProvider();
        var sessions = new AccountSession(accounts, new KnownDevices(accounts, new EphemeralDataProtectionProvider()), services.GetRequiredService<SocketServer>());
        using var sweeper = new SessionSweeper(accounts, sessions, options, file.Time, NullLogger<SessionSweeper>.Instance);
        await sweeper.StartAsync(Cancelled);
        await Eventually.TrueAsync(() => file.Time.ArmedTimers == 1);
        var account = accounts.FindByEmail("a0@example.com")!;
        var left = (await accounts.BeginSessionAsync(account, Cancelled))!;
        var used = (await accounts.BeginSessionAsync(account, Cancelled))!;
        await file.WriteAsync("insert into sessions (id, account_id, created_at) values ('old', 'a0', 0)"); // of an older version

        file.Time.Advance(TimeSpan.FromDays(8));
        await Eventually.TrueAsync(() => file.Ask<int>("select count(*) from sessions where expires_at is null") == 0);
        await accounts.ExtendSessionAsync(used);
        file.Time.Advance(TimeSpan.FromDays(6));
        Assert.Null(accounts.FindBySession(left)); // whether or not it has been swept
        await Eventually.TrueAsync(() => file.Ask<int>("select count(*) from sessions") == 2);
        Assert.Equal("a0", accounts.FindBySession(used)?.Id);
        Assert.Equal("a0", accounts.FindBySession("old")?.Id);

        file.Time.Advance(TimeSpan.FromDays(9));
        await Eventually.TrueAsync(() => file.Ask<int>("select count(*) from sessions") == 0);
        await sweeper.StopAsync(Cancelled);
    }
}
