using System.Net;
using System.Text.Json.Nodes;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>An order is answered at once, and what follows is done once, whatever happens to the process.</summary>
public sealed class AnswerTests
{
    private static JsonObject Fillet => Shop.Order("sockeye-fillet");

    [Fact]
    public async Task An_order_is_answered_while_nothing_that_listens_can_end()
    {
        await using var smtp = new SmtpSink();
        await using var gateway = await StubGateway.StartAsync();
        smtp.HoldGreetings();
        gateway.Hold();
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. Shop.Quick, .. smtp.Settings, .. gateway.Settings]);
        using var shop = new Shop(demo);

        // Ten answers, although the far sides of e-mail and SMS have answered nothing: they do not depend on them.
        var numbers = new List<long>();
        for (var count = 0; count < 10; count++)
        {
            numbers.Add(await shop.PlaceAsync());
        }

        Assert.Empty(smtp.Letters);
        Assert.All(
            await Task.WhenAll(numbers.Select(shop.StatesAsync)),
            states => Assert.DoesNotContain("completed", new[] { states["SendConfirmation"], states["TextSeller"], states["TextAdmin"] }));

        smtp.Release();
        gateway.Release();
        foreach (var number in numbers)
        {
            await shop.WaitUntilDoneAsync(number);
        }

        Assert.Equal(10, smtp.Letters.Length);
        Assert.Equal(20, gateway.Keys.Distinct().Count());
    }

    [Fact]
    public async Task A_request_that_is_sent_again_is_one_order()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Shop.Quick);
        using var shop = new Shop(demo);
        await shop.GetAsync("/api/orders"); // brings the cookie

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            shop.PostAsync("/api/orders", Shop.Order().ToJsonString(), ("Idempotency-Key", "same"))));
        var number = answers[0].Body!["order"]!["number"]!.GetValue<long>();
        await shop.WaitUntilDoneAsync(number);

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.All(answers, answer => Assert.Equal(number, answer.Body!["order"]!["number"]!.GetValue<long>()));
        Assert.Single((await shop.GetAsync("/api/orders")).AsArray());
        Assert.Single(await shop.LettersAsync());
    }

    [Fact]
    public async Task A_key_that_came_with_another_order_is_refused_and_says_so()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Shop.Quick);
        using var shop = new Shop(demo);
        using var other = new Shop(demo);
        await shop.GetAsync("/api/orders"); // brings the cookie
        var (_, first) = await shop.PostAsync("/api/orders", Shop.Order().ToJsonString(), ("Idempotency-Key", "used"));

        foreach (var changed in new[] { Shop.Order("chinook-steak"), Shop.Order(quantity: 2), Shop.Order(email: "eve@example.com") })
        {
            var (status, problem) = await shop.PostAsync("/api/orders", changed.ToJsonString(), ("Idempotency-Key", "used"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Equal("idempotency_key_used", problem!["code"]!.GetValue<string>());
            Assert.StartsWith("The Idempotency-Key “used” came before, with another order", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        // The same order written otherwise is the same order; and a key is its customer's alone.
        var (again, same) = await shop.PostAsync(
            "/api/orders", """{ "email": "ada@example.com ", "name": " Ada", "quantity": 1, "productId": "salmon-roe" }""", ("Idempotency-Key", "used"));
        Assert.Equal((HttpStatusCode.OK, first!["order"]!["number"]!.GetValue<long>()), (again, same!["order"]!["number"]!.GetValue<long>()));
        var (others, _) = await other.PostAsync("/api/orders", Shop.Order(quantity: 3).ToJsonString(), ("Idempotency-Key", "used"));
        Assert.Equal(HttpStatusCode.Created, others);
        Assert.Single((await shop.GetAsync("/api/orders")).AsArray());
    }

    [Fact]
    public async Task A_process_that_is_killed_between_answer_and_letter_sends_it_when_it_starts_again()
    {
        await using var smtp = new SmtpSink();
        smtp.HoldGreetings();
        string[] settings = [.. Shop.Quick, .. smtp.Settings];
        await using var first = await SampleProcess.StartAsync("Demo", settings: [.. settings, Shop.ShortLease]);
        using var shop = new Shop(first);
        var number = await shop.PlaceAsync();
        await Eventually.EqualsAsync(1, () => Task.FromResult(smtp.Connections), Shop.Patience);

        await first.KillAsync();
        Assert.Empty(smtp.Letters);
        smtp.Release();
        await using var second = await SampleProcess.StartAsync("Demo", first.Port, data: first.Data, settings: settings);

        await shop.WaitUntilDoneAsync(number);
        Assert.Contains($"Your order {number}", SmtpSink.HeaderOf(Assert.Single(smtp.Letters), "Subject"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sent_but_not_acknowledged_is_sent_again_as_the_same()
    {
        await using var smtp = new SmtpSink();
        await using var gateway = await StubGateway.StartAsync();
        smtp.HoldReceipts();
        gateway.Hold();
        string[] settings = [.. Shop.Quick, .. smtp.Settings, .. gateway.Settings];
        await using var first = await SampleProcess.StartAsync("Demo", settings: [.. settings, Shop.ShortLease]);
        using var shop = new Shop(first);
        var number = await shop.PlaceAsync();
        await Eventually.EqualsAsync((1, 2), () => Task.FromResult((smtp.Letters.Length, gateway.Keys.Length)), Shop.Patience);

        await first.KillAsync();
        smtp.Release();
        gateway.Release();
        await using var second = await SampleProcess.StartAsync("Demo", first.Port, data: first.Data, settings: settings);
        await shop.WaitUntilDoneAsync(number);

        // No queue can know what the far side had taken. It can: by the key, which is the same.
        Assert.Equal(2, smtp.Letters.Length);
        Assert.Single(smtp.Letters.Select(letter => SmtpSink.HeaderOf(letter, "Message-ID")).Distinct());
        Assert.Equal(4, gateway.Keys.Length);
        Assert.Equal(2, gateway.Keys.Distinct().Count());
    }

    [Fact]
    public async Task Letters_in_the_folder_are_one_for_each_order_however_often_the_process_is_killed()
    {
        string[] settings = [.. Shop.Quick, Shop.ShortLease];
        await using var first = await SampleProcess.StartAsync("Demo", settings: settings);
        using var shop = new Shop(first);
        var answered = await PlaceWhileKilledAsync(first, shop);
        await using var second = await SampleProcess.StartAsync("Demo", first.Port, data: first.Data, settings: settings);
        answered += await PlaceWhileKilledAsync(second, shop);
        await using var third = await SampleProcess.StartAsync("Demo", first.Port, data: first.Data, settings: Shop.Quick);
        var orders = await shop.PlaceAsync(Fillet) - 1000;

        // Numbers have no gaps, so that is all orders: each has its event, and so its four jobs, its letter, its messages and its fish.
        await Eventually.EqualsAsync(orders * 4, () => shop.CountAsync("completed"), Shop.Patience, () => third.Output);
        Assert.InRange(orders, answered + 1, 25);
        Assert.Equal(orders, (await shop.LettersAsync()).Count);
        Assert.Equal(orders, (await shop.LettersAsync()).Select(letter => letter!["subject"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(orders * 2, (await shop.GetAsync("/api/sms"))["messages"]!.AsArray().Count);
        Assert.Equal(60 - orders, (await shop.GetAsync("/api/products"))[0]!["stock"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_server_that_says_nothing_has_failed_and_is_tried_again()
    {
        await using var smtp = new SmtpSink();
        smtp.HoldGreetings();
        await using var demo = await SampleProcess.StartAsync("Demo", settings: [.. Shop.Quick, .. smtp.Settings, "--Work:AttemptTimeout=00:00:00.3"]);
        using var shop = new Shop(demo);

        var number = await shop.PlaceAsync();
        await Eventually.EqualsAsync(true, () => Task.FromResult(smtp.Connections > 1), Shop.Patience);
        smtp.Release();

        await shop.WaitForStepAsync(number, "SendConfirmation", "completed");
        Assert.Single(smtp.Letters.Select(letter => SmtpSink.HeaderOf(letter, "Message-ID")).Distinct());
    }

    /// <summary>Places twelve orders at once, and kills the process when four have been answered.</summary>
    /// <returns>How many were.</returns>
    private static async Task<int> PlaceWhileKilledAsync(SampleProcess demo, Shop shop)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = 0;
        var placing = Enumerable.Range(0, 12).Select(_ => PlaceAsync()).ToArray();
        await Task.WhenAny(enough.Task, Task.WhenAll(placing)); // all of them where one has failed
        await demo.KillAsync();
        await Task.WhenAll(placing);
        return answered;

        async Task PlaceAsync()
        {
            try
            {
                await shop.PlaceAsync(Fillet);
                if (Interlocked.Increment(ref answered) == 4)
                {
                    enough.SetResult();
                }
            }
            catch (HttpRequestException)
            {
                // Killed before the answer: the order may have been stored, or not.
            }
        }
    }
}
