using System.Net;
using Sockeye.Browser.Tests.Chat;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>What other sites and other customers cannot do.</summary>
public sealed class SafetyTests(DemoServer demo)
{
    public static MatrixTheoryData<string, string> ForeignRequests => new(
        ["POST /api/orders", "POST /api/sms/gateway", "POST /api/office/jobs/replay", "POST /api/office/queues/mail/pause", "DELETE /api/birthdays/people/1"],
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://example.com", "Origin: null"]);

    [Theory]
    [MemberData(nameof(ForeignRequests))]
    public async Task A_page_of_another_site_can_change_nothing(string route, string header)
    {
        using var shop = new Shop(demo.Process);
        var (verb, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        var (name, value) = (header.Split(": ")[0], header.Split(": ")[1]);

        var (status, problem) = await shop.SendAsync(new HttpMethod(verb), path, new StringContent("{}", null, "application/json"), (name, value));

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("Another site's page sent this.", problem!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_page_of_this_site_can()
    {
        using var shop = new Shop(demo.Process);

        var (status, _) = await shop.PostAsync(
            "/api/orders", Shop.Order().ToJsonString(), ("Sec-Fetch-Site", "same-origin"), ("Origin", demo.Process.Address));

        Assert.Equal(HttpStatusCode.Created, status);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(demo.Process.Address + "/api/orders"), TestContext.Current.CancellationToken);

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^demo-customer=[0-9a-f]{32}; max-age=[0-9]+; path=/; samesite=lax; httponly$", cookie);
    }

    [Fact]
    public async Task Another_customer_neither_sees_an_order_nor_hears_of_it()
    {
        var (ownCookie, other) = (NewCookie(), NewCookie());
        await using var own = await ChatClient.ConnectAsync(demo.Process.Address, ownCookie, "/orders");
        await using var others = await ChatClient.ConnectAsync(demo.Process.Address, other, "/orders");
        using var shop = new Shop(demo.Process);

        var (_, placed) = await shop.PostAsync("/api/orders", Shop.Order().ToJsonString(), ("Cookie", ownCookie));
        var number = placed!["order"]!["number"]!.GetValue<long>();
        var heard = await own.NextAsync("order.changed");
        var (_, placedByOther) = await shop.PostAsync("/api/orders", Shop.Order().ToJsonString(), ("Cookie", other));
        var (status, _) = await shop.SendAsync(HttpMethod.Get, $"/api/orders/{number}", content: null, ("Cookie", other));

        Assert.Equal(number, heard["number"]!.GetValue<long>());
        Assert.Equal(placedByOther!["order"]!["number"]!.GetValue<long>(), (await others.NextAsync("order.changed"))["number"]!.GetValue<long>());
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task A_socket_of_nobody_is_refused()
    {
        await using var nobody = await ChatClient.ConnectAsync(demo.Process.Address, cookies: null, "/orders");

        Assert.Contains("Nobody knows you yet", nobody.Connected["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static string NewCookie() => $"demo-customer={Guid.NewGuid():n}";
}
