using Sockeye.Browser.Tests.Chat;

namespace Sockeye.Browser.Tests.Accounts;

/// <summary>The page of one's own account.</summary>
public sealed class OwnAccountPageTests(Browser browser, DemoServer demo)
{
    private const string Page = "/accounts/";

    private string Address => demo.Process.Address;

    [Fact]
    public async Task An_account_is_looked_after_by_keyboard_alone()
    {
        using var visitor = await Visitor.SignUpAsync(Address, "Bartholomew Featherstonehaugh-Cholmondeley of Somewhere");
        using var third = await visitor.OnAnotherDeviceAsync();
        await using var other = await ChatTab.OpenAsync(browser, Address, visitor);
        await using var tab = await ChatTab.OpenAsync(browser, Address, visitor, width: 360, dark: true);
        Assert.Empty(await tab.OverflowAsync());
        await tab.TabToAsync($"{visitor.Name} Student · Account");
        await tab.PressAsync("Enter");
        await tab.WaitForUrlAsync(Page);
        await tab.WaitForAsync("#name", $"^{visitor.Name}$");
        await tab.WaitForAsync("#email", $"^{visitor.Email}$");
        await tab.WaitForAsync("#devices", "^You are logged in on 3 other devices.$"); // the visitor who signed up, the third and the other tab
        await LookAsync(tab, "account-phone-dark");

        await tab.TabToAsync("Current password");
        await tab.TypeAsync("not it at all");
        await tab.PressAsync("Tab");
        await tab.TypeAsync("battery staple");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#current-problem", "^This is not the password that you have now.$");
        await tab.WaitForFocusAsync("Current password");
        Assert.Equal("password-hint", await tab.EvaluateAsync("document.getElementById('password').getAttribute('aria-describedby')"));
        await LookAsync(tab, "account-phone-dark-problem");
        await tab.EvaluateAsync("document.getElementById('current').select()");
        await tab.TypeAsync(Visitor.Password);
        await tab.TabToAsync("Show the passwords");
        await tab.PressAsync("Space");
        Assert.Equal("text text", await tab.EvaluateAsync("[...document.querySelectorAll('#current, #password')].map(field => field.type).join(' ')"));
        await tab.TabToAsync("Change the password");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#password-status[data-state=good]", "^Your password has been changed, and you are logged out everywhere else.$");
        await tab.WaitForAsync("#devices", "^You are logged in nowhere else.$");
        Assert.Equal("password", await tab.PropertyAsync("#password", "type"));
        await other.WaitForAsync("h1", "^Log in$"); // led there by itself, and back to the chat from there

        using var again = new Visitor(Address);
        await again.PostedAsync("/api/students/log-in", new { visitor.Email, password = "battery staple" });
        await tab.WaitForAsync("#devices", "^You are logged in on one other device.$"); // heard on the account's own socket
        await tab.TabToAsync("Log out everywhere else");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#devices-status[data-state=good]", "^You are logged out on one other device.$");
        await tab.WaitForAsync("#devices", "^You are logged in nowhere else.$");
        await tab.WaitForFocusAsync("Your other devices");
        await LookAsync(tab, "account-phone-dark-done");

        await tab.FocusAsync("#main");
        await tab.TabToAsync("Log out");
        await tab.PressAsync("Enter");
        await tab.WaitForUrlAsync("/accounts/log-in/");
        await tab.GoToAsync(Address + Page);
        await tab.WaitForUrlAsync("/accounts/log-in/?returnUrl=%2Faccounts%2F");
    }

    [Fact]
    public async Task An_example_account_is_left_as_it_is_and_drafts_go_with_their_author()
    {
        await using var tab = await browser.OpenAsync(Address + "/accounts/log-in/?returnUrl=%2Faccounts%2F");
        await tab.WaitForAsync("#example-list b", "Jonas");
        await tab.ClickOnAsync("#example-list button", "Jonas");
        await tab.WaitForUrlAsync(Page);
        await tab.WaitForAsync("#example:not([hidden]) p", "^This is an example account");
        await tab.WaitForCountAsync("section:not([hidden])", 1);
        await LookAsync(tab, "account-example-desktop-light");

        await tab.EvaluateAsync("sessionStorage.setItem('chat-draft:me:room', 'begun')");
        await tab.ClickAsync("button", "Log out");
        await tab.WaitForUrlAsync("/accounts/log-in/");
        Assert.Equal("0", await tab.EvaluateAsync("sessionStorage.length"));
        Assert.Empty(await tab.ProblemsAsync());
    }

    private static async Task LookAsync(Tab tab, string name)
    {
        await tab.ScreenshotAsync(name);
        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());
    }
}
