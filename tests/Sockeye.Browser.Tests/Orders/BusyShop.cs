using System.Text.Json.Nodes;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>A shop in which everything has happened: orders that are done, that wait and that were given up, an open circuit, letters, wishes.</summary>
public sealed class BusyShop : IAsyncLifetime
{
    private static readonly string[] Patient =
    [
        "--Work:FirstDelay=01:00:00", "--Work:MaxDelay=01:00:00", "--Sms:AnswerAfter=00:00:00.01", "--Sms:BreakDuration=01:00:00", "--Sms:FailureThreshold=2",
    ];

    private SampleProcess? _demo;

    public string Address => _demo!.Address;

    public async ValueTask InitializeAsync()
    {
        _demo = await SampleProcess.StartAsync("Demo", settings: Patient);
        using var shop = new Shop(_demo);
        await shop.WaitUntilDoneAsync(await shop.PlaceAsync());
        await shop.PostAsync("/api/sms/gateway", """{"isFailing":true}""");
        var stuck = await shop.PlaceAsync(Shop.Order("river-box", quantity: 7));
        await shop.WaitForStepAsync(stuck, "TakeFromStock", "dead");
        await shop.WaitForStepAsync(stuck, "TextAdmin", "retrying"); // both have failed: the circuit is open
        await shop.WaitForStepAsync(stuck, "TextSeller", "retrying");
        await shop.PostAsync("/api/office/queues/mail/pause", "{}");
        await shop.PostAsync("/api/office/queues/mail/resume", "{}");
        await shop.PostAsync("/api/birthdays/people", new JsonObject
        {
            ["name"] = "Grüße " + new string('w', 60),
            ["email"] = "somebody-with-a-very-long-address@subdomain.of.a.long.domain.example.com",
            ["birthDate"] = $"1992-{TimeProvider.System.GetUtcNow():MM-dd}",
            ["timeZone"] = "UTC",
        }.ToJsonString());
        await shop.PostAsync("/api/birthdays/run", """{"timeZone":"UTC"}""");
        await Eventually.EqualsAsync(3, async () => (await shop.LettersAsync()).Count, Shop.Patience);
    }

    public ValueTask DisposeAsync() => _demo?.DisposeAsync() ?? ValueTask.CompletedTask;
}
