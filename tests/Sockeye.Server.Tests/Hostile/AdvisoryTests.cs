using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Tests.Hostile;

/// <summary>What brought other implementations of Socket.IO down, sent to this one; docs/advisories.md lists them.</summary>
[Collection(nameof(Alone))]
public sealed class AdvisoryTests : IDisposable
{
    private readonly SilentLog _log = new();

    [Fact, Trait("Advisory", "CVE-2017-16031")]
    public async Task A_sockets_id_says_nothing_of_its_connections()
    {
        await using var server = await StartAsync();
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();

        string[] ids = [.. server.Io.Sockets.SelectMany(static socket => new[] { socket.Id, socket.Session.Id })];

        Assert.Equal(4, ids.Select(static id => id[..8]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, static id => Assert.Equal(20, id.Length));
    }

    [Theory, Trait("Advisory", "CVE-2020-36049")]
    [InlineData("a type that goes on", "45", '9', "")]
    [InlineData("an id that goes on", "42", '1', "[\"a\"]")]
    [InlineData("a namespace that goes on", "42/", 'n', ",[\"a\"]")]
    [InlineData("a name that goes on", "42[\"", 'n', "\"]")]
    [InlineData("JSON that goes on", "42[\"a\",", '[', "")]
    public async Task A_packet_that_goes_on_for_a_megabyte_takes_no_time(string what, string begin, char middle, string end)
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        await client.SendAsync(begin + new string(middle, 999_900) + end);

        Assert.Equal((what, "closed"), (what, await client.ReceiveAsync())); // within its limit, which a look back for each byte would exceed on any machine
        await AssertServesAsync(server);
    }

    [Theory, Trait("Advisory", "CVE-2022-2421")]
    [InlineData("\"splice\"")]
    [InlineData("\"__proto__\"")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("0.5")]
    [InlineData("null")]
    [InlineData("[0]")]
    [InlineData("1e400")]
    public async Task A_placeholder_points_to_an_attachment_or_closes_the_connection(string number)
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        await client.SendAsync($"451-[\"echo\",{{\"_placeholder\":true,\"num\":{number}}}]");

        Assert.Equal("closed", await client.ReceiveAsync());
        await AssertServesAsync(server);
    }

    [Theory, Trait("Advisory", "CVE-2023-32695")]
    [InlineData("42[{\"toString\":\"foo\"}]")]
    [InlineData("42[[\"a\"]]")]
    [InlineData("42[null]")]
    [InlineData("42[true]")]
    [InlineData("42[\"connect\"]")]
    [InlineData("42[\"disconnect\"]")]
    [InlineData("42[\"newListener\"]")]
    public async Task An_event_name_is_text_or_a_number_and_not_reserved(string packet)
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        await client.SendAsync(packet);

        Assert.Equal("closed", await client.ReceiveAsync());
        await AssertServesAsync(server);
    }

    [Fact, Trait("Advisory", "CVE-2024-38355")]
    public async Task An_event_named_error_that_nobody_listens_to_is_nothing()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        await client.SendAsync("42[\"error\",\"boom\"]");
        await client.SendAsync("42[\"error\"]");

        await client.SendAsync("421[\"echo\",7]");
        Assert.Equal("431[7]", await client.ReceiveAsync());
        Assert.Empty(_log.Entries);
    }

    [Theory, Trait("Advisory", "CVE-2026-33151")]
    [InlineData("11")]
    [InlineData("1000000")]
    [InlineData("99999999999999999999")]
    public async Task More_attachments_than_allowed_are_refused_by_their_number(string count)
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        await client.SendAsync($"45{count}-[\"echo\",{{\"_placeholder\":true,\"num\":0}}]");

        Assert.Equal("closed", await client.ReceiveAsync());
        await AssertServesAsync(server);
    }

    [Theory, Trait("Advisory", "CVE-2026-69185")]
    [InlineData("450-[\"echo\",1]")]
    [InlineData("450-[\"echo\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("460-1[1]")]
    public async Task A_binary_packet_without_attachments_is_refused_and_leaves_nothing_behind(string packet)
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await using var client = await server.ConnectAsync();
            await client.SendAsync(packet);
            Assert.Equal("closed", await client.ReceiveAsync());
        }

        await AssertServesAsync(server);
    }

    [Fact, Trait("Advisory", "GHSA-55mf-67qm-4wpg")]
    public async Task Attachments_are_bounded_in_number_bytes_and_time_and_only_after_CONNECT()
    {
        await using var server = await StartAsync(options =>
        {
            options.AttachmentTimeout = TimeSpan.FromSeconds(1);
            options.PacketLimits = new PacketLimits { MaxAttachmentBytes = 2_000_000 };
        });
        await using var stranger = await server.ConnectAsync(connect: string.Empty);
        await stranger.SendAsync("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
        await stranger.SendBinaryAsync([1]);
        Assert.Equal("closed", await stranger.ReceiveAsync());

        await using var unfinished = await server.ConnectAsync();
        await unfinished.SendAsync("452-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
        await unfinished.TrySendBinaryAsync([1]);
        Assert.Equal("closed", await unfinished.ReceiveAsync()); // when the time is over

        await using var huge = await server.ConnectAsync();
        await huge.SendAsync("4510-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
        var closed = huge.ReceiveAsync();
        for (var i = 0; i < 10 && !closed.IsCompleted; i++)
        {
            await huge.TrySendBinaryAsync(new byte[999_999]);
        }

        Assert.Equal("closed", await closed);
        await AssertServesAsync(server);
    }

    [Fact, Trait("Advisory", "CVE-2026-48802")]
    public async Task Clients_take_no_thread_each()
    {
        var forever = new TaskCompletionSource();
        var running = 0;
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket => socket.On("wait", async () =>
        {
            Interlocked.Increment(ref running);
            await forever.Task;
        })));
        var before = ThreadPool.ThreadCount;
        var clients = new List<WireClient>();
        for (var i = 0; i < 300; i++)
        {
            clients.Add(await server.ConnectAsync());
            await clients[^1].SendAsync("42[\"wait\"]");
            await clients[^1].SendAsync("42[\"wait\"]"); // waits in the inbox
        }

        Assert.True(await clients[^1].RoundTripAsync());
        var during = ThreadPool.ThreadCount;
        Assert.InRange(during - before, int.MinValue, 50);
        Assert.InRange(Volatile.Read(ref running), 250, 300);
        forever.SetResult();
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    public void Dispose() => _log.Dispose();

    private static async Task AssertServesAsync(RunningServer server)
    {
        await using var other = await server.ConnectAsync();
        await other.SendAsync("421[\"echo\",1]");
        Assert.Equal("431[1]", await other.ReceiveAsync());
    }

    private async Task<RunningServer> StartAsync(Action<SocketServerOptions>? configure = null) => await RunningServer.StartAsync(
        io => io.OnConnection(socket => socket.On("echo", static (int n) => n)),
        configure,
        services => services.AddSingleton<ILoggerProvider>(_log));
}
