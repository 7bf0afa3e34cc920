namespace Sockeye.Browser.Tests.Orders;

/// <summary>What a customer sees.</summary>
public sealed class ShopPageTests(Browser browser, DemoServer shared)
{
    [Fact]
    public async Task An_order_is_answered_and_its_steps_are_shown_as_they_go()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Shop.Quick);
        await using var tab = await browser.OpenAsync(demo.Address + "/orders/");
        await using var sameCustomer = await browser.OpenAsync(demo.Address + "/orders/", beside: tab);
        await using var other = await browser.OpenAsync(demo.Address + "/orders/");
        await tab.WaitForAsync("#live", "^Live$");
        await sameCustomer.WaitForAsync("#live", "^Live$");
        await other.WaitForAsync("#live", "^Live$");

        await tab.FillAsync("Quantity", "2");
        await tab.WaitForAsync("#total", "^€37.80$");
        await tab.ClickAsync("button", "Place the order");

        Assert.Matches(@"^Order 1001 is stored\. The server answered in [\d.]+ ms \(\d+ ms with the way there and back\), with \d of 4 steps done\.$", await tab.WaitForAsync("#answer", "stored"));
        foreach (var seen in new[] { tab, sameCustomer })
        {
            await seen.WaitForAsync("#order-1001 [data-listener=TakeFromStock][data-state=completed]", "after the order");
            await seen.WaitForAsync("#order-1001 [data-listener=SendConfirmation][data-state=completed]", "to ada@example.com");
            await seen.WaitForAsync("#order-1001 [data-listener=TextSeller][data-state=completed]", "after the order");
            await seen.WaitForAsync("#order-1001 [data-listener=TextAdmin][data-state=completed]", "after the order");
            await seen.WaitForAsync("[data-stock-of=sockeye-fillet]", "^58 in stock$");
        }

        await other.WaitForAsync("[data-stock-of=sockeye-fillet]", "^58 in stock$");
        Assert.Empty(await other.TextsAsync("#orders li"));
        Assert.Empty(await tab.ProblemsAsync());

        await tab.GoToAsync(demo.Address + "/orders/mailbox/");
        await tab.WaitForAsync("#letters h2", "^Your order 1001$");
        await tab.WaitForAsync("#letters pre", "2 × Wild sockeye fillet");
        await tab.GoToAsync(demo.Address + "/orders/sms/");
        await tab.WaitForAsync("#messages .bubble", "^Please pack order 1001");
        Assert.Equal(2, (await tab.TextsAsync("#messages .bubble")).Length);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_which_gets_the_focus()
    {
        await using var tab = await browser.OpenAsync(shared.Process.Address + "/orders/");
        await tab.WaitForAsync("#live", "^Live$");

        await tab.FillAsync("Your name", " ");
        await tab.FillAsync("Quantity", "21");
        await tab.FillAsync("Your e-mail address", "ada");
        await tab.ClickAsync("button", "Place the order");

        await tab.WaitForAsync("#name-error", "^Say who you are.$");
        await tab.WaitForAsync("#quantity-error", "^Order 1 to 20 of a product.$");
        await tab.WaitForAsync("#email-error", "not an e-mail address");
        await tab.WaitForFocusAsync("Your name");
        Assert.Empty(await tab.AuditAsync());
        Assert.Empty(await tab.TextsAsync("#orders li"));
    }

    [Fact]
    public async Task An_answer_that_comes_behind_newer_news_hides_nothing_of_them()
    {
        await using var tab = await browser.OpenAsync(shared.Process.Address + "/orders/");
        await tab.WaitForAsync("#live", "^Live$");

        var shown = await tab.EvaluateAsync("""
            (async () => {
              const { showNews, showOrder, showOrders } = await import("/orders/orders.js");
              const at = (number, state) => ({ number, quantity: 1, productName: "Fish", total: 1, placedAt: "2030-01-01T00:00:00Z", steps: [{ state, listener: "TextAdmin" }] });
              let answerOrder, answerAll;
              const asking = [showOrder(() => new Promise(done => answerOrder = done)), showOrders(() => new Promise(done => answerAll = done))];
              showNews(at(1, "running"));
              answerOrder({ order: at(1, "waiting") });
              answerAll([at(1, "waiting"), at(2, "waiting")]);
              await Promise.all(asking);
              await showOrder(async () => ({ order: at(2, "running") })); // asked for behind all news
              return [...document.querySelectorAll("#orders li li")].map(step => step.dataset.state).join();
            })()
            """);

        Assert.Equal("running,running", shown);
    }

    [Fact]
    public async Task The_keyboard_alone_places_an_order()
    {
        await using var tab = await browser.OpenAsync(shared.Process.Address + "/orders/");
        await tab.WaitForAsync("#live", "^Live$");

        await tab.PressAsync("Tab");
        await tab.PressAsync("Enter"); // skips to the content
        await tab.PressAsync("Tab");
        await tab.PressAsync("ArrowDown"); // the second product
        await tab.PressAsync("Tab");
        await tab.WaitForFocusAsync("Your name");
        await tab.PressAsync("Control+a");
        await tab.TypeAsync("Grace");
        await tab.PressAsync("Tab");
        await tab.PressAsync("ArrowUp");
        await tab.TabToAsync("Place the order");
        await tab.PressAsync("Enter");

        await tab.WaitForAsync("#orders > li:first-child .note", @"^2 × Cold-smoked sockeye, 200\sg · €29.00$");
        await tab.WaitForAsync("#orders > li:first-child [data-listener=SendConfirmation][data-state=completed]", "after the order");
        await tab.WaitForFocusAsync("Place the order");
    }

    [Fact]
    public async Task A_page_whose_server_is_killed_after_the_answer_sees_the_letter_sent_once_after_the_restart()
    {
        await using var first = await SampleProcess.StartAsync("Demo", settings: [.. Shop.Quick, Shop.ShortLease]);
        await using var office = await browser.OpenAsync(first.Address + "/orders/office/");
        await office.ClickAsync("button", "Pause mail");
        await office.WaitForAsync("#answer", "^The queue mail is paused.$");
        await using var tab = await browser.OpenAsync(first.Address + "/orders/");
        await tab.WaitForAsync("#live", "^Live$");
        await tab.ClickAsync("button", "Place the order");
        await tab.WaitForAsync("#answer", "^Order 1001 is stored");
        await tab.WaitForAsync("#order-1001 [data-listener=TakeFromStock][data-state=completed]", "after the order");
        Assert.Equal(["not begun"], await tab.TextsAsync("[data-listener=SendConfirmation] small"));

        await first.KillAsync();
        await tab.WaitForAsync("#live", "^Reconnecting…$");
        await tab.ClickAsync("button", "Place the order");
        await tab.WaitForAsync("#answer", "^The server cannot be reached. Try again in a moment.$");
        await using var second = await SampleProcess.StartAsync("Demo", first.Port, data: first.Data, settings: Shop.Quick);
        await tab.WaitForAsync("#live", "^Live$");
        await office.WaitForAsync("#live", "^Live$");
        await tab.ClickAsync("button", "Place the order");
        await tab.WaitForAsync("#answer", "^Order 1002 is stored");
        await office.ClickAsync("button", "Resume mail");

        await tab.WaitForAsync("#order-1001 [data-listener=SendConfirmation][data-state=completed]", "after the order");
        await tab.WaitForAsync("#order-1001 [data-listener=TextAdmin][data-state=completed]", "after the order");
        await office.GoToAsync(second.Address + "/orders/mailbox/");
        await office.WaitForAsync("#letters h2", "^Your order 1001$");
        await office.WaitForAsync("#letters h2", "^Your order 1002$");
        Assert.Equal(2, (await office.TextsAsync("#letters h2")).Length);
    }
}
