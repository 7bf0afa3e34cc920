namespace Sockeye.Browser.Tests.Orders;

/// <summary>The pages about orders with much on them, on wide and narrow windows, light and dark. The pictures are in <c>artifacts/screenshots</c>.</summary>
public sealed class OrderPageLookTests(Browser browser, BusyShop shop) : IClassFixture<BusyShop>
{
    private const int Phone = 360;
    private const int Desktop = 1280;

    public static MatrixTheoryData<string, int, bool> Looks => new(["", "office", "mailbox", "sms", "birthdays"], [Phone, Desktop], [false, true]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_fits_its_window_and_reports_no_problem(string page, int width, bool dark)
    {
        await using var tab = await browser.OpenAsync($"{shop.Address}/orders/{page}{(page.Length == 0 ? "" : "/")}", width: width, dark: dark);
        await tab.WaitForAsync("#live", "^Live$");
        await FillAsync(tab, page);

        await tab.ScreenshotAsync($"orders-{(page.Length == 0 ? "shop" : page)}-{(width == Phone ? "phone" : "desktop")}-{(dark ? "dark" : "light")}");

        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());
        Assert.Empty(await tab.ProblemsAsync());
    }

    private static Task FillAsync(Tab tab, string page) => page switch
    {
        "office" => tab.WaitForAsync("#dead li", "There are not 7"),
        "mailbox" => tab.WaitForAsync("#letters h2", "^Happy birthday"),
        "sms" => tab.WaitForAsync("#changes li", "503"),
        "birthdays" => tab.WaitForAsync("#people li", "congratulated in"),
        _ => FillShopAsync(tab),
    };

    private static async Task FillShopAsync(Tab tab)
    {
        await tab.ClickAsync("button", "Place the order");
        await tab.WaitForAsync("#answer", "is stored");
        await tab.WaitForAsync("[data-listener=TextAdmin]", "put off *put off once: .*next try");
        await tab.WaitForAsync("[data-listener=TextSeller]", "put off *put off once: .*next try");
        await tab.WaitForAsync("[data-listener=SendConfirmation] .badge", "completed");
    }
}
