namespace Sockeye.Browser.Tests.Orders;

/// <summary>The gateway that fails, the circuit breaker and dead letters, as their pages show them.</summary>
public sealed class OfficePageTests(Browser browser)
{
    [Fact]
    public async Task The_circuit_opens_half_opens_and_closes_before_ones_eyes()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Shop.Quick);
        await using var shop = await browser.OpenAsync(demo.Address + "/orders/");
        await using var sms = await browser.OpenAsync(demo.Address + "/orders/sms/");
        await shop.WaitForAsync("#live", "^Live$");
        await sms.WaitForAsync("#live", "^Live$");
        await sms.WaitForAsync("#circuit [aria-current]", "^closed");
        await sms.WaitForCountAsync("#circuit [aria-current]", 1);

        await sms.ClickAsync("switch", "Make the gateway fail");
        await sms.WaitForAsync("#answer", "^The gateway fails from now on.$");
        await shop.ClickAsync("button", "Place the order");
        await shop.WaitForAsync("[data-listener=TextSeller][data-state=retrying]", @"(retrying *attempt \d+ failed|put off *put off (once|twice|\d+ times)): .*next try");
        await sms.WaitForAsync("#changes li:last-child", "^open.*503");
        await sms.WaitForAsync("#circuit [aria-current]", "^open");
        await sms.WaitForAsync("#changes", "half-open");

        await sms.ClickAsync("switch", "Make the gateway fail");
        await sms.WaitForAsync("#answer", "^The gateway works again.$");
        await sms.WaitForAsync("#changes li:first-child", "^closed");
        await sms.WaitForAsync("#circuit [aria-current]", "^closed");
        await shop.WaitForAsync("[data-listener=TextSeller][data-state=completed]", "after the order");
        await shop.WaitForAsync("[data-listener=TextAdmin][data-state=completed]", "after the order");
        await sms.WaitForAsync("#messages .bubble", "Order 1001");
        await sms.WaitForCountAsync("#messages .bubble", 2);

        // Each half-open state comes after an open one, and only the last probe closed the circuit. Of many changes the last 20 are shown.
        var changes = (await sms.TextsAsync("#changes .badge")).Reverse().ToArray();
        Assert.Equal(["half-open", "closed"], changes[^2..]);
        Assert.All(Enumerable.Range(0, changes.Length - 1), at => Assert.Contains(
            (changes[at], changes[at + 1]), new[] { ("open", "half-open"), ("half-open", "open"), ("half-open", "closed") }));
        await sms.WaitForAsync("#requests .badge", "^503$");
        Assert.Empty(await sms.ProblemsAsync());
        Assert.Empty(await shop.ProblemsAsync());
    }

    [Fact]
    public async Task The_circuit_is_half_open_while_one_call_is_on_its_way()
    {
        await using var gateway = await StubGateway.StartAsync();
        gateway.Status = 503;
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. Shop.Quick, .. gateway.Settings, "--Sms:BreakDuration=00:00:02"]);
        using var shop = new Shop(demo);
        await using var sms = await browser.OpenAsync(demo.Address + "/orders/sms/");
        await sms.WaitForAsync("#live", "^Live$");
        var number = await shop.PlaceAsync();
        await sms.WaitForAsync("#changes .badge", "^open$");
        gateway.Hold();

        await sms.WaitForAsync("#circuit [aria-current]", "^half-open");
        await sms.WaitForAsync("#circuit-note", "^One call is on its way: it decides.$");
        gateway.Status = 202;
        gateway.Release();

        await sms.WaitForAsync("#circuit [aria-current]", "^closed");
        await sms.WaitForAsync("#circuit-note", "^Calls pass.$");
        await shop.WaitUntilDoneAsync(number);
        Assert.Empty(await sms.ProblemsAsync());
    }

    [Fact]
    public async Task The_keyboard_alone_makes_the_gateway_fail_and_replays_dead_letters_one_and_all()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. Shop.Quick, "--Work:MaxAttempts=2"]);
        await using var sms = await browser.OpenAsync(demo.Address + "/orders/sms/");
        await sms.WaitForAsync("#live", "^Live$");
        await sms.TabToAsync("Make the gateway fail");
        await sms.PressAsync("Space");
        await sms.WaitForAsync("#answer", "^The gateway fails from now on.$");
        await using var shop = await browser.OpenAsync(demo.Address + "/orders/");
        await shop.WaitForAsync("#live", "^Live$");
        await shop.ClickAsync("button", "Place the order");
        await shop.WaitForAsync("[data-listener=TextSeller][data-state=dead]", "given up after attempt 2");
        await shop.WaitForAsync("[data-listener=TextAdmin][data-state=dead]", "given up after attempt 2");
        await sms.PressAsync("Space");
        await sms.WaitForAsync("#answer", "^The gateway works again.$");

        await using var office = await browser.OpenAsync(demo.Address + "/orders/office/");
        await office.WaitForAsync("#count-dead", "^2$");
        await office.TabToAsync("Replay SMS to the seller, order 1001");
        await office.PressAsync("Enter");
        await office.WaitForAsync("#answer", "^SMS to the seller of order 1001 is replayed.$");
        await office.WaitForAsync("#count-dead", "^1$");
        await office.WaitForFocusAsync("Dead letters");
        await shop.WaitForAsync("[data-listener=TextSeller][data-state=completed]", "after the order");

        await office.TabToAsync("Stack");
        await office.PressAsync("Enter");
        await office.WaitForAsync("#dead pre", "SmsSender");
        await office.FocusAsync("#dead-title");
        await office.PressAsync("Tab");
        await office.WaitForFocusAsync("Replay all");
        await office.PressAsync("Enter");
        await office.WaitForAsync("#answer", "^One dead letter is replayed.$");
        await office.WaitForAsync("#count-dead", "^0$");
        await shop.WaitForAsync("[data-listener=TextAdmin][data-state=completed]", "after the order");
        Assert.Empty(await office.ProblemsAsync());
        Assert.Empty(await office.AuditAsync());
    }

    [Fact]
    public async Task What_is_sold_out_is_restocked_and_replayed()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Shop.Quick);
        await using var shop = await browser.OpenAsync(demo.Address + "/orders/");
        await shop.WaitForAsync("#live", "^Live$");
        await shop.ClickAsync("radio", "The whole river: a gift box €59.00 3 in stock");
        await shop.FillAsync("Quantity", "5");
        await shop.ClickAsync("button", "Place the order");
        await shop.WaitForAsync("[data-listener=TakeFromStock][data-state=dead]", "There are not 5 of “The whole river: a gift box” left");

        await using var office = await browser.OpenAsync(demo.Address + "/orders/office/");
        await office.ClickAsync("button", "Restock 10 of The whole river: a gift box");
        await office.WaitForAsync("#answer", "^There are 13 of The whole river: a gift box now.$");
        await office.ClickAsync("button", "Replay Take from stock, order 1001");

        await shop.WaitForAsync("[data-listener=TakeFromStock][data-state=completed]", "after the order");
        await shop.WaitForAsync("[data-stock-of=river-box]", "^8 in stock$");
        await office.WaitForAsync("#stock li:last-child small", "^8 in stock$");
    }
}
