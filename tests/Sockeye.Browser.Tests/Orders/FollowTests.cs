using System.Net;
using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Chat;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>What a customer's page hears of an order.</summary>
public sealed class FollowTests
{
    [Fact]
    public async Task Each_step_is_told_when_it_has_changed_and_so_is_one_that_is_replayed_while_another_waits()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. Shop.Quick, "--Work:MaxAttempts=1"]);
        var cookie = $"demo-customer={Guid.NewGuid():n}";
        await using var page = await ChatClient.ConnectAsync(demo.Address, cookie, "/orders");
        using var shop = new Shop(demo);
        await PostAsync(shop, "/api/office/queues/mail/pause", "{}");
        var (status, _) = await shop.PostAsync("/api/orders", Shop.Order("river-box", quantity: 4).ToJsonString(), ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Created, status);

        await HearAsync(page, ("TakeFromStock", "dead"), ("SendConfirmation", "waiting"), ("TextSeller", "completed"), ("TextAdmin", "completed"));
        await PostAsync(shop, "/api/office/products/river-box/restock", """{"quantity":10}""");
        await PostAsync(shop, "/api/office/jobs/replay", "{}");
        await HearAsync(page, ("TakeFromStock", "completed"), ("SendConfirmation", "waiting"));
        await PostAsync(shop, "/api/office/queues/mail/resume", "{}");
        await HearAsync(page, ("TakeFromStock", "completed"), ("SendConfirmation", "completed"));
    }

    private static async Task PostAsync(Shop shop, string path, string body)
    {
        var (status, answer) = await shop.PostAsync(path, body);
        Assert.True((int)status is >= 200 and < 300, $"{path}: {status} {answer}");
    }

    /// <summary>Waits until an order is told whose steps are in these states.</summary>
    private static async Task HearAsync(ChatClient page, params (string Listener, string State)[] wanted)
    {
        JsonArray steps;
        do
        {
            steps = (await page.NextAsync("order.changed"))["steps"]!.AsArray();
        }
        while (!wanted.All(step => steps.Any(told => told!["listener"]!.GetValue<string>() == step.Listener && told["state"]!.GetValue<string>() == step.State)));
    }
}
