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
        var other = new { email = "tomas@example.com", password = "a guess" };
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, visitor.PostAsync("/api/students/log-in", other));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, visitor.PostAsync("/api/students/log-in", other));
        using var refused = await visitor.PostAsync("/api/students/log-in", other);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Matches(
            @"^There were too many attempts from this address\.",
            await Visitor.RefusedAsync(
                HttpStatusCode.TooManyRequests, visitor.PostAsync("/api/students/sign-up", new { name = "New", email = "new@example.com", password = "long enough" })));
    }

    [Fact]
    public async Task Whoever_fails_on_purpose_locks_nobody_out_on_a_device_of_theirs()
    {
        await using var demo = await SampleProcess.StartAsync(
            "Demo", settings: ["--Accounts:AttemptsPerAccount=3", "--Accounts:AttemptsPerAddress=20", "--Accounts:AttemptsByStrangers=6", "--Accounts:SignUpsPerAddress=2", "--Proxy:Known=127.0.0.1"]);
        var maya = new { email = "maya@example.com", password = "sockeye-demo" };
        using var owner = new Visitor(demo.Address);
        owner.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        await owner.PostedAsync("/api/students/log-in", maya);
        using (await owner.PostAsync("/api/log-out", null))
        {
        }

        // From one address; from another one of the same 64 bits, which is the same; from others, until there are too many of them.
        await GuessAsync("2001:db8:1:2::1", 3);
        Assert.Matches(@"^There were too many attempts to log in to this account\. Try again", await RefusedAsync("2001:db8:1:2:ffff::9"));
        await GuessAsync("2001:db8:1:3::1", 2);
        Assert.Matches(@"^There were too many attempts to log in to this account, from many addresses\.", await RefusedAsync("198.51.100.1"));

        await owner.PostedAsync("/api/students/log-in", maya);
        await owner.PostedAsync("/api/students/log-in", maya);
        await owner.PostedAsync("/api/students/log-in", maya);
        await Visitor.RefusedAsync(HttpStatusCode.TooManyRequests, owner.PostAsync("/api/students/log-in", maya)); // and has a limit there, too

        // A sign-up tells whether an address is taken, and is counted for an hour.
        using var curious = new Visitor(demo.Address);
        curious.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.77");
        var signUp = new { name = "Maya", maya.email, password = "long enough" };
        await curious.PostedAsync("/api/students/sign-up", signUp with { email = "free@example.com" });
        await Visitor.RefusedAsync(HttpStatusCode.Conflict, curious.PostAsync("/api/students/sign-up", signUp));
        Assert.Equal(
            "There were too many attempts to sign up from this address. Try again in 60 minutes.",
            await Visitor.RefusedAsync(HttpStatusCode.TooManyRequests, curious.PostAsync("/api/psychiatrists/sign-up", signUp)));
        using var thief = new Visitor(demo.Address);
        thief.Http.DefaultRequestHeaders.Add("Cookie", "sockeye-demo-device=made-up");
        await Visitor.RefusedAsync(HttpStatusCode.TooManyRequests, thief.PostAsync("/api/students/log-in", maya));

        async Task GuessAsync(string address, int times)
        {
            for (var time = 0; time < times; time++)
            {
                await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, TryAsync(address));
            }
        }

        Task<string> RefusedAsync(string address) => Visitor.RefusedAsync(HttpStatusCode.TooManyRequests, TryAsync(address));

        async Task<HttpResponseMessage> TryAsync(string address)
        {
            using var attacker = new Visitor(demo.Address);
            attacker.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            return await attacker.PostAsync("/api/students/log-in", new { maya.email, password = "a guess" });
        }
    }

    [Fact]
    public async Task Nobody_is_believed_who_says_to_be_somebody_else()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: ["--Accounts:AttemptsPerAddress=2", "--Proxy:Known=192.0.2.0/24, ::1"]);
        foreach (var (number, status) in new[] { (1, HttpStatusCode.Unauthorized), (2, HttpStatusCode.Unauthorized), (3, HttpStatusCode.TooManyRequests) })
        {
            using var visitor = new Visitor(demo.Address);
            visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-For", $"203.0.113.{number}");
            visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            await Visitor.RefusedAsync(status, visitor.PostAsync("/api/students/log-in", new { email = $"nobody{number}@example.com", password = "a guess" }));
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("10.0.0.0/a")]
    [InlineData("127.0.0.1, 10.0.0.0/33")]
    public async Task A_proxy_that_is_no_address_is_said_at_the_start(string known)
    {
        var (exitCode, output) = await SampleProcess.RunAsync("Demo", "--urls=http://127.0.0.1:0", "--Proxy:Known=" + known);

        Assert.Equal(1, exitCode);
        Assert.Contains($"Proxy:Known: {known.Split(", ")[^1]} is neither an address nor a network", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
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
