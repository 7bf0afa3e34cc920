using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.RateLimits;

/// <summary>Rate limits by socket, by event and by whatever the application goes by, and what a client is told.</summary>
public sealed class RateLimitTests
{
    private const string RefusedEcho = """{"error":{"code":"rate_limited","message":"Too many events.","event":"echo","retryAfter":3600000}}""";

    [Fact]
    public async Task A_limit_holds_for_each_socket_and_the_refusal_is_the_acknowledgement_that_was_asked_for()
    {
        await using var server = await StartAsync(static io => io.Main.LimitEvents(Bucket(2)));
        await using var client = await server.ConnectAsync();
        await using var other = await server.ConnectAsync();

        foreach (var text in new[] { "420[\"echo\",0]", "421[\"echo\",1]", "422[\"echo\",2]", "42[\"echo\",3]", "42[\"any\"]" })
        {
            await client.SendAsync(text);
        }

        await other.SendAsync("420[\"echo\",4]");

        Assert.Equal("430[0]", await client.ReceiveAsync());
        Assert.Equal("431[1]", await client.ReceiveAsync());
        Assert.Equal($"432[{RefusedEcho}]", await client.ReceiveAsync());
        Assert.Equal($"42[\"sockeye:refused\",{RefusedEcho}]", await client.ReceiveAsync());
        Assert.StartsWith("42[\"sockeye:refused\",{\"error\":{\"code\":\"rate_limited\",\"message\":\"Too many events.\",\"event\":\"any\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("430[4]", await other.ReceiveAsync());
        Assert.True(await client.RoundTripAsync()); // nobody is closed for it
    }

    [Fact]
    public async Task A_limit_on_one_event_leaves_the_others_alone()
    {
        await using var server = await StartAsync(static io => io.Main.LimitEvents("echo", Bucket(1)));
        await using var client = await server.ConnectAsync();

        foreach (var text in new[] { "420[\"echo\",0]", "421[\"echo\",1]", "422[\"other\",2]", "423[\"other\",3]" })
        {
            await client.SendAsync(text);
        }

        Assert.Equal("430[0]", await client.ReceiveAsync());
        Assert.Equal($"431[{RefusedEcho}]", await client.ReceiveAsync());
        Assert.Equal("432[2]", await client.ReceiveAsync());
        Assert.Equal("433[3]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Leaving_a_namespace_and_joining_it_again_fills_no_bucket()
    {
        await using var server = await StartAsync(static io => io.Main.LimitEvents("echo", Bucket(1)));
        await using var client = await server.ConnectAsync();
        await client.SendAsync("420[\"echo\",0]");
        Assert.Equal("430[0]", await client.ReceiveAsync());

        await client.SendAsync("41");
        await client.SendAsync("40");
        Assert.StartsWith("40{", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("421[\"echo\",1]");

        Assert.Equal($"431[{RefusedEcho}]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_limiter_of_the_application_goes_by_what_it_likes()
    {
        await using var limiter = PartitionedRateLimiter.Create<ReceivedEvent, string>(static received => RateLimitPartition.GetFixedWindowLimiter(
            received.Socket.Handshake.Address!.ToString(), static _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromHours(1) }));
        await using var server = await StartAsync(io => io.Main.LimitEvents(limiter));
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();

        await first.SendAsync("420[\"echo\",0]");
        Assert.Equal("430[0]", await first.ReceiveAsync());
        await second.SendAsync("420[\"echo\",0]");
        Assert.StartsWith("430[{\"error\":{\"code\":\"rate_limited\"", await second.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_limiter_throws_the_event_is_handled_and_the_hook_is_told()
    {
        await using var limiter = PartitionedRateLimiter.Create<ReceivedEvent, string>(static _ => throw new InvalidOperationException("mine"));
        var errors = new List<HandlerErrorContext>();
        await using var server = await StartAsync(io =>
        {
            io.Main.LimitEvents(limiter);
            io.OnHandlerError(errors.Add);
        });
        await using var client = await server.ConnectAsync();

        await client.SendAsync("420[\"echo\",0]");

        Assert.Equal("430[0]", await client.ReceiveAsync());
        Assert.Equal("mine", Assert.Single(errors).Exception.Message);
    }

    [Fact]
    public async Task A_parents_limit_holds_in_its_children_ahead_of_their_own()
    {
        await using var server = await StartAsync(static io =>
        {
            var parent = io.Of(new Regex("^/child-")).LimitEvents(Bucket(2)).LimitEvents("once", Bucket(1));
            parent.OnConnection(static socket => socket.On("echo", static (int n) => n));
            io.Of("/child-tight").LimitEvents("echo", Bucket(1));
        });
        await using var wide = await server.ConnectAsync("40/child-wide,");
        await using var tight = await server.ConnectAsync("40/child-tight,");

        for (var i = 0; i < 3; i++)
        {
            await wide.SendAsync($"42/child-wide,{i}[\"echo\",{i}]");
            await tight.SendAsync($"42/child-tight,{i}[\"echo\",{i}]");
        }

        Assert.Equal("43/child-wide,0[0]", await wide.ReceiveAsync());
        Assert.Equal("43/child-wide,1[1]", await wide.ReceiveAsync());
        Assert.Equal($"43/child-wide,2[{RefusedEcho}]", await wide.ReceiveAsync());
        Assert.Equal("43/child-tight,0[0]", await tight.ReceiveAsync());
        Assert.Equal($"43/child-tight,1[{RefusedEcho}]", await tight.ReceiveAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_heed_its_refusals_is_closed()
    {
        var ended = new TaskCompletionSource<DisconnectContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(
            io =>
            {
                io.Main.LimitEvents(Bucket(1));
                io.OnConnection(socket => socket.OnDisconnect(context => ended.TrySetResult(context)));
            },
            static options => options.MaxRefusedEventsPerMinute = 2);
        await using var client = await server.ConnectAsync();

        for (var i = 0; i < 4; i++)
        {
            await client.SendAsync($"42{i}[\"echo\",{i}]");
        }

        Assert.Equal("430[0]", await client.ReceiveAsync());
        for (var i = 1; i < 4; i++)
        {
            Assert.Equal($"43{i}[{RefusedEcho}]", await client.ReceiveAsync());
        }

        Assert.Equal("closed", await client.ReceiveAsync());
        var end = await ended.Task.DefaultTimeout();
        Assert.Equal(DisconnectReason.ForcedClose, end.Reason);
        Assert.Contains("rate limits", end.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_holds_nothing_is_refused_when_it_is_set()
    {
        await using var server = await StartAsync(static _ => { });

        Assert.Throws<ArgumentException>(() => server.Io.Main.LimitEvents(Bucket(0)));
        Assert.Throws<ArgumentException>(() => server.Io.Main.LimitEvents("echo", new TokenBucketRateLimiterOptions { TokenLimit = 1 }));
    }

    private static TokenBucketRateLimiterOptions Bucket(int events) =>
        new() { TokenLimit = events, TokensPerPeriod = events, ReplenishmentPeriod = TimeSpan.FromHours(1) };

    private static Task<RunningServer> StartAsync(Action<SocketServer> use, Action<SocketServerOptions>? configure = null) => RunningServer.StartAsync(
        io =>
        {
            io.OnConnection(static socket =>
            {
                socket.On("echo", static (int n) => n);
                socket.On("other", static (int n) => n);
            });
            use(io);
        },
        configure);
}
