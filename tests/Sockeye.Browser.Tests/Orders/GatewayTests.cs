using System.Net;
using System.Text.Json.Nodes;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>Retries, the circuit breaker and dead letters, counted.</summary>
public sealed class GatewayTests
{
    private static readonly string[] SixAttempts = [.. Shop.Quick, "--Work:MaxAttempts=6"];

    [Fact]
    public async Task An_open_circuit_keeps_calls_from_the_gateway_and_costs_jobs_no_attempts()
    {
        await using var gateway = await StubGateway.StartAsync();
        gateway.Status = 503;
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. SixAttempts, .. gateway.Settings, "--Sms:BreakDuration=00:10:00"]);
        using var shop = new Shop(demo);

        var number = await shop.PlaceAsync();
        await Eventually.EqualsAsync(2, async () => (await TextsAsync()).Count(static step => step["isPutOff"]!.GetValue<bool>()), Shop.Patience);

        // Three failures open the circuit, and one more call may have been on its way: each attempt is one of these calls.
        Assert.InRange(gateway.Keys.Length, 3, 4);
        Assert.Equal(gateway.Keys.Length, (await TextsAsync()).Sum(static step => step["attempt"]!.GetValue<int>()));
        Assert.All(await TextsAsync(), static step => Assert.Equal("retrying", step["state"]!.GetValue<string>()));
        Assert.All(await TextsAsync(), static step => Assert.True(step["postponed"]!.GetValue<int>() == 1 && step["problem"]!.GetValue<string>() == "The gateway has failed too often, and is left alone for a while.", step.ToString()));
        await shop.WaitForStepAsync(number, "SendConfirmation", "completed");
        var confirmation = (await shop.GetAsync($"/api/orders/{number}"))["steps"]!.AsArray().Single(static step => step!["listener"]!.GetValue<string>() == "SendConfirmation")!;
        Assert.True(!confirmation["isPutOff"]!.GetValue<bool>() && confirmation["postponed"]!.GetValue<int>() == 0);
        Assert.Equal("open", (await shop.GetAsync("/api/sms"))["circuit"]!.GetValue<string>());

        async Task<JsonNode[]> TextsAsync() => [.. (await shop.GetAsync($"/api/orders/{number}"))["steps"]!.AsArray().Select(static step => step!)
            .Where(static step => step["listener"]!.GetValue<string>() is "TextSeller" or "TextAdmin")];
    }

    [Fact]
    public async Task A_message_that_the_gateway_will_never_take_is_given_up_at_once_and_opens_no_circuit()
    {
        await using var gateway = await StubGateway.StartAsync();
        gateway.Status = 422;
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. SixAttempts, .. gateway.Settings, "--Sms:FailureThreshold=1"]);
        using var shop = new Shop(demo);

        var number = await shop.PlaceAsync();
        await shop.WaitForStepAsync(number, "TextSeller", "dead");
        await shop.WaitForStepAsync(number, "TextAdmin", "dead");

        Assert.Equal(2, gateway.Keys.Length);
        Assert.Equal("closed", (await shop.GetAsync("/api/sms"))["circuit"]!.GetValue<string>());
    }

    [Fact]
    public async Task One_dead_letter_is_replayed_and_then_the_others()
    {
        await using var gateway = await StubGateway.StartAsync();
        gateway.Status = 422;
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. SixAttempts, .. gateway.Settings]);
        using var shop = new Shop(demo);
        var numbers = new[] { await shop.PlaceAsync(), await shop.PlaceAsync() };
        await Eventually.EqualsAsync(4L, () => shop.CountAsync("dead"), Shop.Patience);

        gateway.Status = 202;
        var first = (await shop.GetAsync("/api/office/jobs?state=dead"))[0]!["id"]!.GetValue<long>();
        var (_, one) = await shop.PostAsync($"/api/office/jobs/{first}/replay", "{}");
        Assert.Equal(1, one!["count"]!.GetValue<int>());
        await Eventually.EqualsAsync(3L, () => shop.CountAsync("dead"), Shop.Patience);
        var (_, rest) = await shop.PostAsync("/api/office/jobs/replay", "{}");

        Assert.Equal(3, rest!["count"]!.GetValue<int>());
        await shop.WaitUntilDoneAsync(numbers[0]);
        await shop.WaitUntilDoneAsync(numbers[1]);
        Assert.Equal(8, gateway.Keys.Length);
        Assert.Equal(4, gateway.Keys.Distinct().Count());
    }

    [Fact]
    public async Task The_gateway_that_the_demo_plays_is_a_gateway()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. Shop.Quick, "--Sms:ApiKey=secret"]);
        using var shop = new Shop(demo);
        const string Message = """{"to":"+49 30 1","text":"hello"}""";
        var known = ("Authorization", "Bearer secret");

        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.PostAsync("/sms-gateway/messages", Message, ("Authorization", "Bearer guess"))).Status);
        var (_, problem) = await shop.PostAsync("/sms-gateway/messages", """{"to":"me","text":""}""", known);
        Assert.Equal(["Idempotency-Key", "text", "to"], problem!["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.Accepted, (await shop.PostAsync("/sms-gateway/messages", Message, known, ("Idempotency-Key", "1"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await shop.PostAsync("/sms-gateway/messages", Message, known, ("Idempotency-Key", "1"))).Status);
        await shop.PostAsync("/api/sms/gateway", """{"isFailing":true}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await shop.PostAsync("/sms-gateway/messages", Message, known, ("Idempotency-Key", "2"))).Status);

        var sms = await shop.GetAsync("/api/sms");
        Assert.Single(sms["messages"]!.AsArray());
        Assert.Equal([503, 200, 202], sms["requests"]!.AsArray().Select(request => request!["status"]!.GetValue<int>()));
    }

    [Fact]
    public async Task What_is_sold_out_becomes_a_dead_letter_at_once_and_goes_on_when_it_is_restocked()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Shop.Quick);
        using var shop = new Shop(demo);

        var number = await shop.PlaceAsync(Shop.Order("river-box", quantity: 7));
        await shop.WaitForStepAsync(number, "TakeFromStock", "dead");
        await shop.PostAsync("/api/office/products/river-box/restock", new JsonObject { ["quantity"] = 10 }.ToJsonString());
        await shop.PostAsync("/api/office/jobs/replay", "{}");

        await shop.WaitUntilDoneAsync(number);
        Assert.Equal(6, (await shop.GetAsync("/api/products"))[4]!["stock"]!.GetValue<int>());
    }
}
