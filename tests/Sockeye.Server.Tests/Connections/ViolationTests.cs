using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Connections;

public sealed class ViolationTests
{
    [Theory, Trait("Behaviour", "5")]
    [InlineData("42[\"early\"]")]
    [InlineData("431[]")]
    [InlineData("41")]
    [InlineData("44{\"message\":\"from a client\"}")]
    [InlineData("4")]
    [InlineData("49")]
    [InlineData("42[\"disconnect\"]")]
    [InlineData("42{\"toString\":1}")]
    [InlineData("451-[\"a\",{\"_placeholder\":true,\"num\":1}]")]
    [InlineData("4511-[\"a\"]")]
    [InlineData("40[]")]
    public async Task A_packet_out_of_place_before_CONNECT_closes_the_connection(string packet)
    {
        await using var server = await RunningServer.StartAsync();
        await using var client = await server.ConnectAsync(connect: string.Empty);

        await client.SendAsync(packet);

        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact, Trait("Behaviour", "4")]
    public async Task A_second_CONNECT_closes_the_connection_also_while_the_first_is_being_decided()
    {
        var release = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(io => io.Use(async _ =>
        {
            await release.Task;
            return ConnectionResult.Accept;
        }));
        await using var client = await server.ConnectAsync(connect: string.Empty);

        await client.SendAsync("40");
        await client.SendAsync("40");

        Assert.Equal("closed", await client.ReceiveAsync());
        release.SetResult();
    }

    [Fact]
    public async Task An_event_that_crosses_the_server_s_DISCONNECT_is_ignored_and_the_namespace_can_be_joined_again()
    {
        var sockets = new List<Socket>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Of("/other");
            io.OnConnection(socket =>
            {
                sockets.Add(socket);
                socket.On("leave", () => socket.Disconnect());
            });
        });
        await using var client = await server.ConnectAsync();

        await client.SendAsync("42[\"leave\"]");
        await client.SendAsync("421[\"leave\"]");
        Assert.Equal("41", await client.ReceiveAsync());
        await client.SendAsync("40/other,");
        Assert.StartsWith("40/other,{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("40");
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);

        Assert.Equal(2, sockets.Count);
    }

    [Fact]
    public async Task A_client_may_come_back_while_the_server_still_tells_its_listeners_that_it_leaves()
    {
        using var goOn = new ManualResetEventSlim();
        Socket? first = null;
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            if (Interlocked.CompareExchange(ref first, socket, null) is null)
            {
                socket.OnDisconnecting(_ => goOn.Wait(TimeSpan.FromSeconds(30)));
                socket.On("settled", () => { });
            }
        }));
        await using var client = await server.ConnectAsync();
        await client.SendAsync("421[\"settled\"]");
        Assert.Equal("431[]", await client.ReceiveAsync()); // the listeners of the connection have been called

        var leaving = Task.Run(() => first!.Disconnect(), TestContext.Current.CancellationToken);
        Assert.Equal("41", await client.ReceiveAsync());
        await client.SendAsync("42[\"crossed\"]");
        await client.SendAsync("40");
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        goOn.Set();
        await leaving.DefaultTimeout();

        Assert.NotEqual(first!.Id, Assert.Single(server.Io.Sockets).Id);
    }

    [Fact]
    public async Task A_client_that_comes_back_waits_for_the_events_it_left_behind()
    {
        var release = new TaskCompletionSource();
        var handled = new List<int>();
        var handledAtJoin = new List<int>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Of("/other");
            io.OnConnection(socket =>
            {
                handledAtJoin.Add(handled.Count);
                socket.On("n", async (int n) =>
                {
                    await release.Task;
                    handled.Add(n);
                });
            });
        });
        await using var client = await server.ConnectAsync();

        await client.SendAsync("42[\"n\",1]");
        await client.SendAsync("42[\"n\",2]");
        await client.SendAsync("41");
        await client.SendAsync("40/other,");
        Assert.StartsWith("40/other,", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("40");
        await client.SendAsync("40/nowhere,");
        release.SetResult();

        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("44/nowhere,", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(2, handledAtJoin.Count);
        Assert.NotEqual(0, handledAtJoin[1]);
    }

    [Fact]
    public async Task More_namespaces_than_allowed_close_the_connection()
    {
        await using var server = await RunningServer.StartAsync(
            io =>
            {
                io.Of("/a");
                io.Of("/b");
            },
            options => options.MaxNamespacesPerConnection = 2);
        await using var client = await server.ConnectAsync();

        await client.SendAsync("40/a,");
        Assert.StartsWith("40/a,", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("40/b,");

        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact, Trait("Behaviour", "47")]
    public async Task A_client_that_joins_nothing_is_closed_in_time()
    {
        await using var server = await RunningServer.StartAsync(configure: options => options.ConnectTimeout = TimeSpan.FromMilliseconds(50));
        await using var client = await server.ConnectAsync(connect: string.Empty);

        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Attachments_that_do_not_come_close_the_connection_in_time()
    {
        await using var server = await RunningServer.StartAsync(configure: options => options.AttachmentTimeout = TimeSpan.FromMilliseconds(50));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("451-[\"a\",{\"_placeholder\":true,\"num\":0}]");

        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Attachments_have_their_time_limit_also_where_a_namespace_is_joined_meanwhile()
    {
        var release = new TaskCompletionSource();
        var time = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(
            io => io.Use(async _ =>
            {
                await release.Task;
                return ConnectionResult.Accept;
            }),
            options => options.AttachmentTimeout = TimeSpan.FromSeconds(5),
            services => services.AddSingleton<TimeProvider>(time));
        await using var client = await server.ConnectAsync(connect: string.Empty);

        await client.SendAsync("40/nowhere,");
        await client.SendAsync("40");
        await client.SendAsync("451-[\"a\",{\"_placeholder\":true,\"num\":0}]");
        Assert.StartsWith("44/nowhere,", await client.ReceiveAsync(), StringComparison.Ordinal);
        release.SetResult();
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => server.Io.Engine.Timers.Count == 2); // the heartbeat's and the attachments'
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Listeners_are_told_which_rule_a_client_broke()
    {
        var detail = new TaskCompletionSource<string?>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(
            socket => socket.OnDisconnect(context => detail.SetResult(context.Detail))));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("40");

        Assert.Contains("CONNECT", await detail.Task.DefaultTimeout(), StringComparison.Ordinal);
    }

    [Fact, Trait("Behaviour", "41")]
    public async Task A_namespace_that_is_not_there_is_an_error_and_the_connection_stays()
    {
        await using var server = await RunningServer.StartAsync();
        await using var client = await server.ConnectAsync("40/nowhere,");
        Assert.Equal("44/nowhere,{\"message\":\"Invalid namespace\"}", client.Greeting);

        await client.SendAsync("40");
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(1, server.Io.ConnectionCount);
    }
}
