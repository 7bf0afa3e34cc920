using System.Net;
using Sockeye.Browser.Tests.Chat;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Accounts;

/// <summary>What ends a session ends its sockets.</summary>
public sealed class SessionTests(DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Fact]
    public async Task Who_changes_the_password_is_logged_out_everywhere_else()
    {
        using var visitor = await Visitor.SignUpAsync(Address);
        using var device = await visitor.OnAnotherDeviceAsync();
        await using var here = await ChatClient.ConnectAsync(Address, visitor);
        await using var chat = await ChatClient.ConnectAsync(Address, device);
        await using var account = await ChatClient.ConnectAsync(Address, device.Cookies, "/account");

        using (var changed = await visitor.PostAsync("/api/account/password", new { current = Visitor.Password, password = "battery staple" }))
        {
            Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
            Assert.StartsWith("sockeye-demo-device=", Assert.Single(changed.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal); // this one is known anew
        }

        await chat.Closed.DefaultTimeout();
        await account.Closed.DefaultTimeout();
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, device.GetAsync("/api/account"));
        await visitor.GotAsync("/api/account");
        await here.SoFarAsync("nothing");
        var route = $"/api/{visitor.Account["kind"]}s/log-in";
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, device.PostAsync(route, new { visitor.Email, Visitor.Password }));
        await device.PostedAsync(route, new { visitor.Email, password = "battery staple" });
    }

    [Fact]
    public async Task Whoever_wants_logs_out_everywhere_else()
    {
        using var visitor = await Visitor.SignUpAsync(Address);
        using var device = await visitor.OnAnotherDeviceAsync();
        using var third = await visitor.OnAnotherDeviceAsync();
        await using var chat = await ChatClient.ConnectAsync(Address, device);
        Assert.Equal(2, (await visitor.GotAsync("/api/account/devices"))["others"]!.GetValue<int>());

        Assert.Equal(2, (await visitor.PostedAsync("/api/account/log-out-others", null))["loggedOut"]!.GetValue<int>());

        await chat.Closed.DefaultTimeout();
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, device.GetAsync("/api/account"));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, third.PostAsync("/api/account/log-out-others", null));
        Assert.Equal(0, (await visitor.GotAsync("/api/account/devices"))["others"]!.GetValue<int>());
        Assert.Equal(0, (await visitor.PostedAsync("/api/account/log-out-others", null))["loggedOut"]!.GetValue<int>());
        using var again = await visitor.OnAnotherDeviceAsync(); // by the same password
    }

    [Theory]
    [InlineData("""{"current":"not it","password":"battery staple"}""", "current: This is not the password that you have now.")]
    [InlineData("""{"password":"battery staple"}""", "current: Enter the password that you have now.")]
    [InlineData("""{"current":"correct horse","password":"short"}""", "password: A password has at least 8 characters.")]
    [InlineData("""{"current":"correct horse"}""", "password: Choose a password.")]
    [InlineData("{}", "current: Enter the password that you have now. password: Choose a password.")]
    public async Task A_change_that_is_not_right_says_what_would_be(string body, string problem)
    {
        using var visitor = await Visitor.SignUpAsync(Address);

        Assert.Equal(problem, await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostTextAsync("/api/account/password", body)));
        using var device = await visitor.OnAnotherDeviceAsync();
    }

    [Fact]
    public async Task The_password_that_the_log_in_page_shows_stays()
    {
        using var visitor = new Visitor(Address);
        await visitor.PostedAsync("/api/students/log-in", new { email = "tomas@example.com", password = "sockeye-demo" });

        var detail = await Visitor.RefusedAsync(
            HttpStatusCode.Forbidden, visitor.PostAsync("/api/account/password", new { current = "sockeye-demo", password = "battery staple" }));

        Assert.StartsWith("Everybody logs in to the example accounts", detail, StringComparison.Ordinal);
        Assert.StartsWith(
            "Whoever else tries the demo out",
            await Visitor.RefusedAsync(HttpStatusCode.Forbidden, visitor.PostAsync("/api/account/log-out-others", null)),
            StringComparison.Ordinal);
        using var next = new Visitor(Address);
        await next.PostedAsync("/api/students/log-in", new { email = "tomas@example.com", password = "sockeye-demo" });
    }

    [Fact]
    public async Task Nobody_else_changes_a_password()
    {
        using var nobody = new Visitor(Address);

        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.PostAsync("/api/account/password", new { current = "a", password = "battery staple" }));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.PostAsync("/api/account/log-out-others", null));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.GetAsync("/api/account/devices"));
        using var visitor = await Visitor.SignUpAsync(Address);
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, visitor.PostTextAsync("/api/account/password", "null"));
        visitor.Http.DefaultRequestHeaders.Add("Origin", "https://other.example");
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, visitor.PostAsync("/api/account/password", new { current = Visitor.Password, password = "battery staple" }));
    }

    [Fact]
    public async Task A_session_that_lapses_is_removed_and_its_sockets_are_closed()
    {
        await using var own = await SampleProcess.StartAsync("Demo", settings: ["--Accounts:SessionLifetime=00:00:06", "--Accounts:SweepInterval=00:00:00.2"]);
        using var visitor = await Visitor.SignUpAsync(own.Address);
        var cookies = visitor.Cookies;
        await using var client = await ChatClient.ConnectAsync(own.Address, visitor);

        await client.Closed.DefaultTimeout();

        await using var refused = await ChatClient.ConnectAsync(own.Address, cookies);
        Assert.Equal("Unauthorized", refused.Connected["message"]!.GetValue<string>());
    }
}
