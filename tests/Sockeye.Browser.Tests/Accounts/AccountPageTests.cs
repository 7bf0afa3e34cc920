namespace Sockeye.Browser.Tests.Accounts;

public sealed class AccountPageTests(Browser browser, DemoServer demo)
{
    private string LogIn => demo.Process.Address + "/accounts/log-in/";

    private string SignUp => demo.Process.Address + "/accounts/sign-up/";

    [Fact]
    public async Task Signing_up_works_by_keyboard_alone()
    {
        await using var tab = await browser.OpenAsync(SignUp + "?kind=psychiatrist");
        await tab.WaitForAsync("#example-list, #form", ".");

        await tab.FocusAsync("[name=kind][value=psychiatrist]");
        await tab.PressAsync("Tab");
        await tab.TypeAsync("Dr. Lena Brandt");
        await tab.PressAsync("Tab");
        await tab.TypeAsync($"{Guid.NewGuid():n}@example.com");
        await tab.PressAsync("Tab");
        await tab.TypeAsync("seven");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#password-problem", "at least 8 characters");
        await tab.WaitForFocusAsync("Password");
        await tab.TypeAsync(" and more");
        await tab.PressAsync("Enter");

        await tab.WaitForUrlAsync("/chat/");
        Assert.Equal(["400 " + demo.Process.Address + "/api/psychiatrists/sign-up"], (await tab.ProblemsAsync()).Where(problem => problem.StartsWith("400", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_example_account_logs_in_with_one_click_and_goes_where_its_user_wanted()
    {
        await using var tab = await browser.OpenAsync(LogIn + "?returnUrl=%2Fhello%2F");

        await tab.WaitForAsync("#example-list b", "Ada Okafor");
        await tab.ClickAsync("button", "Dr. Ada Okafor psychiatrist dr.okafor@example.com sockeye-demo");

        await tab.WaitForUrlAsync("/hello/");
        Assert.Empty(await tab.ProblemsAsync());
    }

    [Theory]
    [InlineData("https%3A%2F%2Fother.example%2F", "/chat/")]
    [InlineData("%2F%2Fother.example%2F", "/chat/")]
    [InlineData("javascript%3Aalert(1)", "/chat/")]
    [InlineData("%2F.%2F%2Fother.example%2F", "//other.example/")] // a path of this site, which alone would be another's address
    public async Task A_link_does_not_send_anybody_to_another_site(string returnUrl, string leadsTo)
    {
        await using var tab = await browser.OpenAsync(LogIn + "?returnUrl=" + returnUrl);

        await tab.WaitForAsync("#example-list b", "Maya");
        await tab.ClickAsync("button", "Maya Lindqvist student maya@example.com sockeye-demo");

        await tab.WaitForUrlAsync(leadsTo);
        Assert.StartsWith(demo.Process.Address + "/", await tab.EvaluateAsync("location.href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_said_beside_the_form()
    {
        await using var tab = await browser.OpenAsync(LogIn);
        await tab.WaitForAsync("#example-list b", "Maya");

        await tab.ClickAsync("button", "Log in");
        await tab.WaitForAsync("#email-problem", "^Enter an e-mail address.$");
        await tab.WaitForAsync("#password-problem", "^Enter your password.$");
        await tab.WaitForFocusAsync("E-mail address");
        Assert.Empty(await tab.AuditAsync());
        await tab.FillAsync("E-mail address", "maya@example.com");
        await tab.FillAsync("Password", "not hers");
        await tab.PressAsync("Enter");

        await tab.WaitForAsync("#failure:not([hidden])", "^The e-mail address or the password is not right.$");
        Assert.Empty(await tab.AuditAsync());
    }
}
