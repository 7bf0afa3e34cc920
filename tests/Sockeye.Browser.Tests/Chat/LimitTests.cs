using System.Net;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>What one account may ask of the server, by requests and by events.</summary>
public sealed class LimitTests(DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Theory]
    [InlineData("search?q=exam", 40, "You search faster than anybody types. Wait a moment.")]
    [InlineData("state", 300, "You ask faster than anybody reads. Wait a moment.")]
    [InlineData("changes?after=0", 300, "You ask faster than anybody reads. Wait a moment.")]
    [InlineData("files/none", 300, "You fetch files faster than anybody looks at them. Wait a moment.")]
    public async Task Who_reads_too_fast_waits_and_others_do_not(string path, int burst, string detail)
    {
        using var pair = await Pair.MeetAsync(Address);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3 * burst).Select(_ => pair.Student.GetAsync("/api/chat/" + path)));

        var refused = answers.Where(static answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 1, 2 * burst);
        Assert.All(refused, static answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10));
        var problem = await Visitor.JsonAsync(refused[0]);
        Assert.Equal((detail, "rate_limited"), (problem["detail"]!.GetValue<string>(), problem["code"]!.GetValue<string>()));

        // Each kind counts for itself, and each account.
        await pair.SayAsync(pair.Student, "still here");
        await pair.Doctor.GotAsync("/api/chat/search?q=here");
        await pair.Doctor.GotAsync("/api/chat/state");
    }

    [Fact]
    public async Task Who_writes_too_fast_is_slowed_down()
    {
        using var pair = await Pair.MeetAsync(Address);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => pair.Student.PostAsync(pair.Messages, new { temporaryId = Pair.NewId(), text = "flood" })));

        var refused = answers.Where(static answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, static answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10));
        Assert.Equal(300 - refused.Count, answers.Count(static answer => answer.StatusCode == HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("sendMessage", 60, 10)]
    [InlineData("join_chat", 60, 10)]
    [InlineData("delivered", 2000, 100)]
    [InlineData("read", 2000, 100)]
    [InlineData("changes", 300, 30)]
    public async Task Every_event_has_its_bound_on_all_devices_together(string name, int burst, int perSecond)
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var one = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var other = await ChatClient.ConnectAsync(Address, pair.Student);

        // What is no request costs nothing but its count.
        var began = TimeProvider.System.GetTimestamp();
        var answers = await Task.WhenAll(new[] { one, other }.SelectMany(device => Enumerable.Range(0, (burst / 2) + 100).Select(_ => device.AskAsync(name, null))));

        var earned = (int)Math.Ceiling(TimeProvider.System.GetElapsedTime(began).TotalSeconds + 1) * perSecond;
        // One conversation has been opened before.
        var refused = answers.Where(static answer => MessageRouteTests.Code(answer) == "rate_limited").ToList();
        Assert.InRange(answers.Length - refused.Count, burst - 1, burst + earned);
        Assert.All(refused, answer => Assert.Equal(name, answer["error"]!["event"]!.GetValue<string>()));
        Assert.All(refused, static answer => Assert.InRange(answer["error"]!["retryAfter"]!.GetValue<double>(), 1, 1000));
        Assert.All(refused, static answer => Assert.Equal("Too many events.", answer["error"]!["message"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("away")]
    [InlineData("no_such_event")]
    public async Task What_nobody_acknowledges_is_refused_by_an_event(string name)
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var client = await ChatClient.ConnectAsync(Address, pair.Student);

        for (var count = 0; count < 300; count++)
        {
            // Whatever it is called.
            await client.EmitAsync(name == "no_such_event" ? name + count : name, name == "away" ? false : null);
        }

        var refusal = await client.NextAsync("sockeye:refused");
        Assert.Equal("rate_limited", MessageRouteTests.Code(refusal));
        Assert.StartsWith(name, refusal["error"]!["event"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("invalid", MessageRouteTests.Code(await client.AskAsync("sendMessage", null)));
    }

    [Theory]
    [InlineData("/account", "no_such_event")]
    [InlineData("/", "publish")]
    public async Task The_other_namespaces_have_bounds_for_each_socket(string ns, string name)
    {
        using var visitor = await Visitor.SignUpAsync(Address);
        await using var client = await ChatClient.ConnectAsync(Address, visitor.Cookies, ns);

        for (var count = 0; count < 200; count++)
        {
            await client.EmitAsync(name, null);
        }

        Assert.Equal("rate_limited", MessageRouteTests.Code(await client.NextAsync("sockeye:refused")));
    }

    [Fact]
    public async Task Two_devices_of_somebody_with_many_rooms_who_come_back_meet_no_limit()
    {
        using var pair = await Pair.MeetAsync(Address);
        var devices = new[] { await ChatClient.ConnectAsync(Address, pair.Student), await ChatClient.ConnectAsync(Address, pair.Student) };

        // 100 requests bring 10,000 messages; there are 400 conversations with news.
        var changes = await Task.WhenAll(devices.SelectMany(device => Enumerable.Range(0, 100).Select(_ => device.AskAsync("changes", new { after = 0 }))));
        var marks = await Task.WhenAll(devices.SelectMany(device => Enumerable.Range(0, 400).Select(_ => device.AskAsync("delivered", new { pair.Room, upTo = 1 }))));

        Assert.All(changes.Concat(marks), static answer => Assert.Null(answer["error"]));
        foreach (var device in devices)
        {
            await device.DisposeAsync();
        }
    }

    [Fact]
    public async Task Limits_are_settings_and_what_is_none_is_said_at_the_start()
    {
        var (exitCode, output) = await SampleProcess.RunAsync("Demo", "--urls=http://127.0.0.1:0", "--Chat:Limits:Reads:Burst=0");
        Assert.Equal(1, exitCode);
        Assert.Contains("Chat:Limits: each Burst and PerSecond is at least 1.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);

        await using var own = await SampleProcess.StartAsync("Demo", settings: ["--Chat:Limits:Reads:Burst=2", "--Chat:Limits:Reads:PerSecond=1"]);
        using var visitor = await Visitor.SignUpAsync(own.Address);
        await visitor.GotAsync("/api/chat/state");
        await visitor.GotAsync("/api/chat/state");

        // At once, since one more is allowed each second. The burst that is set otherwise takes all of them.
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => visitor.GetAsync("/api/chat/state")));
        Assert.Contains(answers, static answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }
}
