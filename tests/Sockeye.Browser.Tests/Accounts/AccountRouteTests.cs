using System.Net;
using System.Text.Json.Nodes;

namespace Sockeye.Browser.Tests.Accounts;

public sealed class AccountRouteTests(DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Theory]
    [InlineData("student", "psychiatrist")]
    [InlineData("psychiatrist", "student")]
    public async Task Each_kind_signs_up_and_logs_in_by_its_own_routes(string kind, string otherKind)
    {
        using var visitor = await Visitor.SignUpAsync(Address, "Noor Haddad", kind);
        using var device = await visitor.OnAnotherDeviceAsync();

        Assert.Equal(["id", "email", "name", "kind", "isExample"], visitor.Account.AsObject().Select(field => field.Key));
        Assert.Equal(kind, visitor.Account["kind"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(visitor.Account, await device.GotAsync("/api/account")));
        var detail = await Visitor.RefusedAsync(
            HttpStatusCode.Unauthorized, device.PostAsync($"/api/{otherKind}s/log-in", new { visitor.Email, Visitor.Password }));
        Assert.Equal($"This is the account of a {kind}: log in as a {kind}.", detail);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_for_scripts_and_other_sites()
    {
        using var visitor = new Visitor(Address);
        using var response = await visitor.PostAsync("/api/students/log-in", new { email = "MAYA@example.com ", password = "sockeye-demo" });

        var cookies = response.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(["sockeye-demo", "sockeye-demo-device"], cookies.Select(static cookie => cookie.Split('=')[0]));
        Assert.All(cookies, static cookie => Assert.Contains("; httponly", cookie, StringComparison.Ordinal));
        Assert.Contains("; samesite=lax", cookies[0], StringComparison.Ordinal);
        Assert.Contains("; samesite=strict", cookies[1], StringComparison.Ordinal);
        Assert.Equal("no-cache, no-store", response.Headers.CacheControl?.ToString().Replace("no-store, no-cache", "no-cache, no-store", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_example_accounts_that_are_shown_can_log_in()
    {
        using var visitor = new Visitor(Address);
        var examples = (await visitor.GotAsync("/api/accounts/examples")).AsArray();

        Assert.Equal(4, examples.Count);
        foreach (var example in examples)
        {
            Assert.EndsWith("@example.com", example!["email"]!.GetValue<string>(), StringComparison.Ordinal);
            var account = await visitor.PostedAsync($"/api/{example["kind"]}s/log-in", example);
            Assert.Equal(example["name"]!.GetValue<string>(), account["name"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("""{"name":" ","email":"a@example.com","password":"long enough"}""", "name: Tell us your name.")]
    [InlineData("""{"email":"a@example.com","password":"long enough"}""", "name: Tell us your name.")]
    [InlineData("""{"name":"1234567890123456789012345678901234567890123456789012345678901","email":"a@example.com","password":"long enough"}""", "name: A name has at most 60 characters; this one has 61.")]
    [InlineData("""{"name":"A\nB","email":"a@example.com","password":"long enough"}""", "name: A name is one line of text, without hidden characters.")]
    [InlineData("""{"name":"A\u202EB","email":"a@example.com","password":"long enough"}""", "name: A name is one line of text, without hidden characters.")]
    [InlineData("""{"name":"Maya\u200B Lindqvist","email":"a@example.com","password":"long enough"}""", "name: A name is one line of text, without hidden characters.")]
    [InlineData("""{"name":"\u3164","email":"a@example.com","password":"long enough"}""", "name: Tell us your name.")]
    [InlineData("""{"name":"A","email":"maya\u200B@example.com","password":"long enough"}""", "email: This is not an e-mail address: it should look like name@example.com.")]
    [InlineData("""{"name":"A","password":"long enough"}""", "email: Enter an e-mail address.")]
    [InlineData("""{"name":"A","email":"nobody","password":"long enough"}""", "email: This is not an e-mail address: it should look like name@example.com.")]
    [InlineData("""{"name":"A","email":"A <a@example.com>","password":"long enough"}""", "email: This is not an e-mail address: it should look like name@example.com.")]
    [InlineData("""{"name":"A","email":"a@example.com"}""", "password: Choose a password.")]
    [InlineData("""{"name":"A","email":"a@example.com","password":"short"}""", "password: A password has at least 8 characters.")]
    [InlineData("""{"name":"A","email":"a@example.com","password":"a@example.com"}""", "password: The password must not be the e-mail address.")]
    [InlineData("{}", "name: Tell us your name. email: Enter an e-mail address. password: Choose a password.")]
    public async Task A_sign_up_that_is_not_right_says_what_would_be(string body, string problem)
    {
        using var visitor = new Visitor(Address);

        Assert.Equal(problem, await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostTextAsync("/api/psychiatrists/sign-up", body)));
        Assert.Empty(visitor.Cookies);
    }

    [Fact]
    public async Task Lengths_have_limits()
    {
        using var visitor = new Visitor(Address);
        var longPassword = new string('p', 129);
        var longEmail = new string('e', 250) + "@example.com";

        Assert.Equal(
            "email: An e-mail address has at most 254 characters. password: A password has at most 128 characters.",
            await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostAsync("/api/students/sign-up", new { name = "A", email = longEmail, password = longPassword })));
        Assert.Equal(
            "email: An e-mail address has at most 254 characters. password: A password has at most 128 characters.",
            await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostAsync("/api/students/log-in", new { email = longEmail, password = longPassword })));
    }

    [Theory]
    [InlineData("/api/students/sign-up")]
    [InlineData("/api/psychiatrists/log-in")]
    public async Task What_is_no_JSON_object_of_texts_is_refused(string path)
    {
        using var visitor = new Visitor(Address);

        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostTextAsync(path, "{"));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostTextAsync(path, "null"));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostTextAsync(path, "[]"));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostTextAsync(path, """{"email":1,"password":{}}"""));
        await Visitor.RefusedAsync(HttpStatusCode.UnsupportedMediaType, visitor.PostTextAsync(path, "email=a", "application/x-www-form-urlencoded"));
        await Visitor.RefusedAsync(HttpStatusCode.MethodNotAllowed, visitor.GetAsync(path));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, visitor.PostAsync("/api/admins/log-in", new { email = "a@example.com", password = "p" }));
    }

    [Theory]
    [InlineData("nobody.at.all@example.com", "whatever it is")]
    [InlineData("maya@example.com", "not hers")]
    [InlineData("maya@example.com' or 1=1 --@example.com", "sockeye-demo")]
    public async Task Who_is_nobody_is_told_the_same_as_who_mistypes(string email, string password)
    {
        using var visitor = new Visitor(Address);
        var status = email.Contains('\'', StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.Unauthorized;

        var detail = await Visitor.RefusedAsync(status, visitor.PostAsync("/api/students/log-in", new { email, password }));

        Assert.True(status == HttpStatusCode.BadRequest || detail == "The e-mail address or the password is not right.", detail);
        Assert.Empty(visitor.Cookies);
    }

    [Fact]
    public async Task One_address_has_one_account()
    {
        using var visitor = await Visitor.SignUpAsync(Address);
        using var other = new Visitor(Address);

        var detail = await Visitor.RefusedAsync(
            HttpStatusCode.Conflict,
            other.PostAsync("/api/psychiatrists/sign-up", new { name = "Other", email = visitor.Email.ToUpperInvariant(), password = "another one" }));

        Assert.Equal("There is an account with this e-mail address: log in instead.", detail);
        Assert.Empty(other.Cookies);
    }

    [Fact]
    public async Task After_logging_out_a_copy_of_the_cookie_is_worth_nothing()
    {
        using var visitor = await Visitor.SignUpAsync(Address);
        using var device = await visitor.OnAnotherDeviceAsync();
        var copy = visitor.Cookies;

        using (var response = await visitor.PostAsync("/api/log-out", null))
        {
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        Assert.Empty(visitor.Cookies);
        using var thief = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(Address) };
        thief.DefaultRequestHeaders.Add("Cookie", copy);
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, thief.GetAsync("/api/account", TestContext.Current.CancellationToken));
        await device.GotAsync("/api/account");
        using var again = await visitor.PostAsync("/api/log-out", null);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task Pages_for_members_lead_to_the_log_in_page_and_routes_answer_401()
    {
        using var visitor = new Visitor(Address);

        using var page = await visitor.GetAsync("/chat/");
        using var students = await visitor.GetAsync("/students/log-in");
        using var psychiatrists = await visitor.GetAsync("/psychiatrists/sign-up");

        Assert.Equal("/accounts/log-in/?returnUrl=%2Fchat%2F", page.Headers.Location?.ToString());
        Assert.Equal("/accounts/log-in/?kind=student", students.Headers.Location?.ToString());
        Assert.Equal("/accounts/sign-up/?kind=psychiatrist", psychiatrists.Headers.Location?.ToString());
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, visitor.GetAsync("/api/account"));
    }

    [Theory]
    [InlineData("/chat//?room=a", "/chat/?room=a")]
    [InlineData("//chat/", "/chat/")]
    [InlineData("///chat////", "/chat/")]
    [InlineData("/chat//index.html?room=a", "/chat/?room=a")]
    [InlineData("/orders//sms/", "/orders/sms/")]
    [InlineData("/accounts//", "/accounts/")]
    public async Task A_page_has_one_address(string address, string leadsTo)
    {
        using var visitor = new Visitor(Address);

        using var page = await visitor.GetAsync(Address + address);
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, visitor.GetAsync("/no//such//page/"));

        Assert.Equal((HttpStatusCode.Redirect, leadsTo), (page.StatusCode, page.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Another_sites_page_cannot_log_anybody_in_or_out()
    {
        using var visitor = await Visitor.SignUpAsync(Address);
        visitor.Http.DefaultRequestHeaders.Add("Origin", "https://other.example");

        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, visitor.PostAsync("/api/log-out", null));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, visitor.PostAsync("/api/students/log-in", new { visitor.Email, Visitor.Password }));

        await visitor.GotAsync("/api/account");
    }
}
