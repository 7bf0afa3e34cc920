using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Broadcasting;

public sealed class BroadcastAcknowledgementTests
{
    // A client knows that it is connected before its rooms do.
    private static async Task<WireClient> JoinAsync(RunningServer server, string connect = "40")
    {
        var client = await server.ConnectAsync(connect);
        Assert.True(await client.RoundTripAsync());
        return client;
    }

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact, Trait("Behaviour", "22"), Trait("Behaviour", "24")]
    public async Task Everyone_is_asked_once_and_every_answer_is_there()
    {
        await using var server = await RunningServer.StartAsync(JoinByAuth);
        await using var one = await JoinAsync(server, "40{\"room\":\"r\"}");
        await using var two = await JoinAsync(server, "40{\"room\":\"r\"}");
        await using var other = await JoinAsync(server, "40");

        var asking = server.Io.To("r").Timeout(Long).EmitWithAckAsync<int>("question", 7, Cancelled);
        await AnswerAsync(one, "question", "[1]");
        await AnswerAsync(two, "question", "[2,\"more\"]");

        var answers = await asking.DefaultTimeout();
        Assert.True(answers.IsComplete);
        Assert.Equal([1, 2], answers.Values);
        Assert.Equal([SidOf(one), SidOf(two)], answers.Answers.Select(answer => answer.SocketId));
        Assert.True(await other.RoundTripAsync());
    }

    [Fact, Trait("Behaviour", "23"), Trait("Behaviour", "24")]
    public async Task Who_is_silent_or_leaves_or_answers_nonsense_is_named_and_the_others_answers_are_there()
    {
        var time = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(services: services =>
            services.Add(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton<TimeProvider>(time)));
        await using var good = await JoinAsync(server);
        await using var silent = await JoinAsync(server);
        await using var leaving = await JoinAsync(server);
        await using var nonsense = await JoinAsync(server);

        var asking = server.Io.Timeout(TimeSpan.FromMilliseconds(400)).EmitWithAckAsync<int>("question", 7, Cancelled);
        await AnswerAsync(good, "question", "[1]");
        await AnswerAsync(nonsense, "question", "[\"one\"]");
        var asked = server.Io.Sockets.Single(socket => socket.Id == SidOf(leaving));
        await leaving.SendAsync("41");
        await Eventually.TrueAsync(() => asked.Acks.Count == 0);
        time.Advance(TimeSpan.FromMilliseconds(430));

        var answers = await asking.DefaultTimeout();
        Assert.False(answers.IsComplete);
        Assert.Equal(SidOf(good), Assert.Single(answers.Answers).SocketId);
        var failures = answers.Failures.ToDictionary(failure => failure.SocketId!, failure => failure.Reason);
        Assert.Equal(3, failures.Count);
        Assert.Equal(AckFailure.Timeout, failures[SidOf(silent)]);
        Assert.Equal(AckFailure.Disconnected, failures[SidOf(leaving)]);
        Assert.Equal(AckFailure.Unreadable, failures[SidOf(nonsense)]);
        Assert.All(server.Io.Sockets, socket => Assert.Equal(0, socket.Acks.Count));
    }

    [Fact, Trait("Behaviour", "23")]
    public async Task A_late_answer_is_passed_over_and_nothing_is_kept()
    {
        var time = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(services: services =>
            services.Add(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton<TimeProvider>(time)));
        await using var client = await JoinAsync(server);
        var asking = server.Io.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<string>("question", Cancelled);
        var asked = await client.ReceiveAsync();

        time.Advance(TimeSpan.FromMilliseconds(1030));

        var answers = await asking.DefaultTimeout();
        Assert.Equal(AckFailure.Timeout, Assert.Single(answers.Failures).Reason);
        await client.SendAsync("43" + IdOf(asked, "question") + "[\"late\"]");
        Assert.True(await client.RoundTripAsync());
        Assert.Empty(answers.Answers);
        Assert.Equal(0, server.Io.Sockets.Single().Acks.Count);
    }

    [Fact, Trait("Behaviour", "25")]
    public async Task Nobody_asked_is_an_empty_answer_at_once()
    {
        await using var server = await RunningServer.StartAsync();

        var answers = await server.Io.To("nobody").Timeout(Long).EmitWithAckAsync<int>("question", Cancelled).DefaultTimeout();

        Assert.True(answers.IsComplete);
        Assert.Empty(answers.Answers);
    }

    [Fact]
    public async Task Without_a_time_limit_it_says_what_to_do_and_the_option_is_one()
    {
        await using var without = await RunningServer.StartAsync();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => without.Io.To("r").EmitWithAckAsync<int>("question", Cancelled));
        Assert.Contains("Timeout", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => without.Io.Timeout(Long).EmitWithAckAsync<int>("connect", Cancelled));

        await using var with = await RunningServer.StartAsync(configure: options => options.AckTimeout = Long);
        Assert.True((await with.Io.To("r").EmitWithAckAsync<int>("question", Cancelled)).IsComplete);
    }

    [Fact]
    public async Task Who_stops_waiting_is_told_so_and_disturbs_nobody()
    {
        await using var server = await RunningServer.StartAsync();
        await using var client = await JoinAsync(server);
        using var impatience = new CancellationTokenSource();
        var asking = server.Io.Timeout(Long).EmitWithAckAsync<int>("question", impatience.Token);
        var asked = await client.ReceiveAsync();

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.DefaultTimeout());
        await client.SendAsync("43" + IdOf(asked, "question") + "[1]");
        Assert.True(await client.RoundTripAsync());
    }

    [Fact]
    public async Task A_volatile_question_that_was_dropped_is_not_waited_for()
    {
        await using var server = await RunningServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        var open = await http.GetStringAsync(new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative), Cancelled);
        var sid = open.Split("\"sid\":\"")[1].Split('"')[0];
        using var connect = new StringContent("40");
        using var posted = await http.PostAsync(new Uri($"/socket.io/?EIO=4&transport=polling&sid={sid}", UriKind.Relative), connect, Cancelled);

        // No poll waits, so nothing volatile can go out.
        var many = await server.Io.Volatile.Timeout(Long).EmitWithAckAsync<int>("question", Cancelled).DefaultTimeout();
        Assert.Equal(AckFailure.Dropped, Assert.Single(many.Failures).Reason);
        var one = await server.Io.Sockets.Single().Volatile.Timeout(Long).TryEmitWithAckAsync<int>("question", Cancelled).DefaultTimeout();
        Assert.Equal(AckFailure.Dropped, one.Failure);
    }

    [Fact]
    public async Task A_parent_asks_the_sockets_of_all_its_children()
    {
        ParentNamespace parent = null!;
        await using var server = await RunningServer.StartAsync(io => parent = io.Of((name, _) => name != "/nowhere"));
        await using var one = await JoinAsync(server, "40/one,");
        await using var two = await JoinAsync(server, "40/two,");

        var asking = parent.Timeout(Long).EmitWithAckAsync<string>("question", Cancelled);
        await AnswerAsync(one, "/one,", "question", "[\"first\"]");
        await AnswerAsync(two, "/two,", "question", "[\"second\"]");

        Assert.Equal(["first", "second"], (await asking.DefaultTimeout()).Values);
    }

    private static void JoinByAuth(SocketServer io) => io.OnConnection(async socket =>
    {
        if (socket.Handshake.Auth.TryGetProperty("room", out var room))
        {
            await socket.JoinAsync(room.GetString()!);
        }
    });

    private static Task AnswerAsync(WireClient client, string eventName, string answer) => AnswerAsync(client, "", eventName, answer);

    private static async Task AnswerAsync(WireClient client, string ns, string eventName, string answer)
    {
        var asked = await client.ReceiveAsync();
        Assert.StartsWith("42" + ns, asked, StringComparison.Ordinal);
        await client.SendAsync("43" + ns + IdOf(asked["42".Length..][ns.Length..].Insert(0, "42"), eventName) + answer);

        // Read when this returns, so that answers come in the order in which they are given.
        Assert.True(await client.RoundTripAsync());
    }

    private static string IdOf(string asked, string eventName)
    {
        var id = asked["42".Length..asked.IndexOf("[\"" + eventName, StringComparison.Ordinal)];
        Assert.NotEmpty(id);
        return id;
    }

    private static string SidOf(WireClient client) => client.Greeting.Split("\"sid\":\"")[1].Split('"')[0];
}
