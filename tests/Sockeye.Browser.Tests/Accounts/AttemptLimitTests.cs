using System.Net;

namespace Sockeye.Browser.Tests.Accounts;

public sealed class AttemptLimitTests
{
    [Fact]
    public async Task Who_tries_too_often_waits_and_is_told_how_long()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: ["--Accounts:AttemptsPerAccount=3", "--Accounts:AttemptsPerAddress=6"]);
        using var visitor = new Visitor(demo.Address);
        var wrong = new { email = "maya@example.com", password = "a guess" };
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, visitor.PostAsync("/api/students/log-in", wrong));
        }

        // Whatever the spelling and the route, it is the same account; the right password does not help either.
        Assert.Matches(
            @"^There were too many attempts to log in to this account\. Try again in [1-6]?\d seconds?\.$",
            await Visitor.RefusedAsync(
                HttpStatusCode.TooManyRequests,
                visitor.PostAsync("/api/psychiatrists/log-in", new { email = " Maya@Example.com", password = "sockeye-demo" })));

        // Another account has its own count, and the address counts them all.
        var other = new { email = "tomas@example.com", password = "sockeye-demo" };
        await visitor.PostedAsync("/api/students/log-in", other);
        await visitor.PostedAsync("/api/students/log-in", other);
        using var refused = await visitor.PostAsync("/api/students/log-in", other);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Matches(
            @"^There were too many attempts from this address\.",
            await Visitor.RefusedAsync(
                HttpStatusCode.TooManyRequests, visitor.PostAsync("/api/students/sign-up", new { name = "New", email = "new@example.com", password = "long enough" })));
    }

    [Fact]
    public async Task Without_examples_nobody_knows_a_password()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: "--Accounts:Examples=false");
        using var visitor = new Visitor(demo.Address);

        Assert.Empty((await visitor.GotAsync("/api/accounts/examples")).AsArray());
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, visitor.PostAsync("/api/students/log-in", new { email = "maya@example.com", password = "sockeye-demo" }));
    }
}
