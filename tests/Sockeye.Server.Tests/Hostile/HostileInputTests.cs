using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Hostile;

/// <summary>
/// What a hostile client sends over a WebSocket: each gets the protocol's answer, and leaves no session, no log entry and no exception that nobody saw.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HostileInputTests : IDisposable
{
    private const string Alphabet = "0123456789-/,[]{}\"\\abcé\u2028_:tn";

    private readonly SilentLog _log = new();
    private readonly List<Exception> _unobserved = [];

    public HostileInputTests() => TaskScheduler.UnobservedTaskException += Note;

    public static TheoryData<string, string> ClosingPackets => new()
    {
        { "garbage", "4hello" },
        { "an unknown packet type", "47[\"a\"]" },
        { "an Engine.IO ping from the client", "2" },
        { "an Engine.IO packet of no type", "9" },
        { "no JSON", "42[\"a\"" },
        { "an event that is no array", "42{\"a\":1}" },
        { "an event without a name", "42[]" },
        { "an event named by an object", "42[{\"toString\":\"a\"}]" },
        { "a reserved event", "42[\"disconnecting\"]" },
        { "a reserved event in escapes", "42[\"\\u0063onnect\"]" },
        { "an acknowledgement id past 64 bits", "42" + new string('9', 40) + "[\"a\"]" },
        { "eleven attachments", "4511-[\"a\"]" },
        { "a number of attachments that no integer holds", "45" + new string('9', 400) + "-[\"a\"]" },
        { "no attachments where some are announced", "450-[\"a\"]" },
        { "a placeholder for an attachment that is not there", "451-[\"a\",{\"_placeholder\":true,\"num\":7}]" },
        { "a placeholder for a property", "451-[\"a\",{\"_placeholder\":true,\"num\":\"splice\"}]" },
        { "text where an attachment is missing", "451-[\"a\",{\"_placeholder\":true,\"num\":0}]|42[\"b\"]" },
        { "JSON deeper than allowed", "42[\"a\"," + new string('[', 100) + new string(']', 100) + "]" },
        { "an event name longer than allowed", "42[\"" + new string('n', 10_000) + "\"]" },
        { "a namespace longer than allowed", "40/" + new string('n', 10_000) + "," },
        { "a payload with DISCONNECT", "41{\"a\":1}" },
        { "an answer that is no array", "431{\"a\":1}" },
        { "a CONNECT that is no object", "40/x,\"token\"" },
        { "a second CONNECT", "40" },
        { "a message past the limit", "42[\"a\",\"" + new string('x', 1_100_000) + "\"]" },
    };

    [Theory]
    [MemberData(nameof(ClosingPackets))]
    public async Task A_packet_that_breaks_a_rule_ends_its_own_connection_and_nothing_else(string what, string packets)
    {
        await using var server = await StartAsync();
        await using var bystander = await server.ConnectAsync();
        await using var client = await server.ConnectAsync();

        foreach (var packet in packets.Split('|'))
        {
            await client.SendAsync(packet);
        }

        Assert.Equal((what, "closed"), (what, await client.ReceiveAsync()));
        await bystander.SendAsync("421[\"echo\",1]");
        Assert.Equal("431[1]", await bystander.ReceiveAsync());
        await AssertNothingIsLeftAsync(server, but: 1);
    }

    [Theory]
    [InlineData("an acknowledgement nobody asked for", "4399[1]")]
    [InlineData("an event nobody listens to", "427[\"nobody\",{\"a\":[1,2,3]}]")]
    [InlineData("an event named error", "42[\"error\",\"boom\"]")]
    [InlineData("an argument of another type", "42[\"echo\",\"no number\"]")]
    [InlineData("no argument where one is needed", "42[\"echo\"]")]
    [InlineData("a namespace that is not there", "40/nowhere,")]
    public async Task What_breaks_no_rule_costs_nothing_and_the_connection_stays(string what, string packet)
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        await client.SendAsync(packet);
        await client.SendAsync("421[\"echo\",1]");

        var answer = await client.ReceiveAsync();
        answer = answer.StartsWith("44/nowhere,", StringComparison.Ordinal) ? await client.ReceiveAsync() : answer;
        Assert.Equal((what, "431[1]"), (what, answer));
        await AssertNothingIsLeftAsync(server, but: 1);
    }

    [Fact]
    public async Task A_flood_of_CONNECTs_to_namespaces_that_are_not_there_keeps_nothing()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        await KeepsNothingAsync(async () =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                await client.SendAsync($"40/nowhere-{i},{{\"auth\":\"{new string('x', 100)}\"}}");
                Assert.StartsWith($"44/nowhere-{i},", await client.ReceiveAsync(), StringComparison.Ordinal);
            }
        });

        Assert.Single(server.Io.Namespaces);
    }

    [Fact]
    public async Task A_flood_of_answers_and_unheard_events_keeps_nothing()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        await KeepsNothingAsync(async () =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                await client.SendAsync($"43{i}[\"forged\"]");
                await client.SendAsync($"42[\"unheard-{i}-{new string('x', 200)}\"]");
            }

            await client.SendAsync("421[\"echo\",1]");
            Assert.Equal("431[1]", await client.ReceiveAsync());
        });
    }

    [Fact]
    public async Task Half_finished_attachments_of_many_clients_are_let_go_when_their_time_is_over()
    {
        await using var server = await StartAsync(options => options.AttachmentTimeout = TimeSpan.FromMilliseconds(100));
        var clients = new List<WireClient>();
        for (var i = 0; i < 50; i++)
        {
            var client = await server.ConnectAsync();
            await client.SendAsync("459-[\"a\"," + string.Join(',', Enumerable.Range(0, 9).Select(n => $"{{\"_placeholder\":true,\"num\":{n}}}")) + "]");
            clients.Add(client);
        }

        foreach (var client in clients)
        {
            Assert.Equal("closed", await client.ReceiveAsync());
            await client.DisposeAsync();
        }

        await AssertNothingIsLeftAsync(server, but: 0);
    }

    [Fact]
    public async Task Handshakes_that_are_never_completed_are_let_go_when_their_time_is_over()
    {
        await using var server = await StartAsync(options =>
            (options.PingInterval, options.PingTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)));
        using var http = new HttpClient { BaseAddress = server.Address };

        for (var i = 0; i < 500; i++)
        {
            var opened = await http.GetStringAsync(
                new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.StartsWith("0{\"sid\"", opened, StringComparison.Ordinal);
        }

        await AssertNothingIsLeftAsync(server, but: 0);
    }

    [Fact, Trait("Behaviour", "75")]
    public async Task Random_bytes_after_CONNECT_end_connections_and_nothing_else()
    {
        await using var server = await StartAsync();
        var random = new Random(20261121);
        for (var i = 0; i < 200; i++)
        {
            await using var client = await server.ConnectAsync();
            var text = new StringBuilder("4");
            for (var length = random.Next(1, 60); length > 0; length--)
            {
                text.Append(Alphabet[random.Next(Alphabet.Length)]);
            }

            await client.SendAsync(text.ToString());
        }

        await AssertNothingIsLeftAsync(server, but: 0);
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    // What is kept is kept each time; pools grow until they are as large as a busy machine makes them.
    private static async Task KeepsNothingAsync(Func<Task> flood)
    {
        var grown = long.MaxValue;
        for (var round = 0; round < 3 && grown > 2_000_000; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await flood();
            grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        }

        Assert.InRange(grown, long.MinValue, 2_000_000);
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs unobserved)
    {
        lock (_unobserved)
        {
            _unobserved.Add(unobserved.Exception);
        }
    }

    private Task<RunningServer> StartAsync(Action<SocketServerOptions>? configure = null) => RunningServer.StartAsync(
        io => io.OnConnection(socket => socket.On("echo", (int n) => n)),
        configure,
        services => services.AddSingleton<ILoggerProvider>(_log));

    /// <summary>Sessions end a moment after their clients hear of it.</summary>
    private async Task AssertNothingIsLeftAsync(RunningServer server, int but)
    {
        var ended = new TaskCompletionSource();
        await using var timer = TimeProvider.System.CreateTimer(
            _ =>
            {
                if (server.Io.Engine.SessionCount == but && server.Io.ConnectionCount == but)
                {
                    ended.TrySetResult();
                }
            },
            null,
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(20));
        await ended.Task.DefaultTimeout();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Empty(_log.Entries);
        lock (_unobserved)
        {
            Assert.Empty(_unobserved);
        }
    }
}
