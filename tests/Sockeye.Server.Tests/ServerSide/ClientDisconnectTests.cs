using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sockeye.Engine;
using Sockeye.Server.ServerSide;
using Sockeye.Server.Tests.Authentication;
using Sockeye.Server.Tests.Recovery;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.ServerSide;

/// <summary>Clients that are on their way in while their user is disconnected: who was authenticated before is not connected afterwards.</summary>
public sealed class ClientDisconnectTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _holding;

    [Fact]
    public async Task A_client_in_middleware_is_not_connected_and_others_are()
    {
        await using var host = await AuthenticatedHost.StartAsync(io => io.Use(HoldAsync));
        await using var anna = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna"), connect: "");
        await using var bert = await host.ConnectAsync(await host.LogInAsync("BearerToken", "bert"), connect: "");
        await bert.SendAsync("40");
        await anna.SendAsync("40");
        await HeldAsync(2);

        await host.Io.DisconnectUserAsync("anna", Cancelled);
        host.Io.ToUser("anna").Emit("secret");
        _open.SetResult();

        Assert.Equal("closed", await anna.ReceiveAsync());
        Assert.StartsWith("40{", await bert.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("bert", Assert.Single(host.Io.Sockets).User.Identity!.Name);
        await using var again = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna"));
        Assert.StartsWith("40{", again.Greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_in_no_namespace_meanwhile_joins_none_over_the_same_connection()
    {
        await using var host = await AuthenticatedHost.StartAsync();
        var header = await host.LogInAsync("BearerToken", "anna");
        await using var early = await host.ConnectAsync(header, connect: ""); // no CONNECT packet yet
        await using var idle = await host.ConnectAsync(header);
        await idle.SendAsync("41");
        Assert.True(await idle.RoundTripAsync());

        await host.Io.DisconnectUserAsync("anna", Cancelled);
        await early.SendAsync("40");
        await idle.SendAsync("40");

        Assert.Equal("closed", await early.ReceiveAsync());
        Assert.Equal("closed", await idle.ReceiveAsync());
        Assert.Equal(0, host.Io.Main.SocketCount);
    }

    [Fact]
    public async Task A_request_that_the_admission_hook_looks_at_is_from_before()
    {
        await using var host = await AuthenticatedHost.StartAsync(configure: options => options.AllowRequest = async _ =>
        {
            await HoldAsync();
            return AdmissionResult.Allow;
        });
        var connecting = host.ConnectAsync(await host.LogInAsync("BearerToken", "anna"), connect: "");
        await HeldAsync(1);

        await host.Io.DisconnectUserAsync("anna", Cancelled);
        _open.SetResult();
        await using var anna = await connecting;
        await anna.SendAsync("40");

        Assert.Equal("closed", await anna.ReceiveAsync());
    }

    [Fact]
    public async Task Other_sockets_of_the_client_end_with_the_connection()
    {
        var held = new List<Socket>();
        await using var server = await RunningServer.StartAsync(
            io =>
            {
                io.OnConnection(held.Add);
                io.Of("/private").Use(HoldAsync);
            },
            static options => options.UserId = static socket => socket.Namespace.Name == "/private" ? "anna" : null);
        await using var anna = await server.ConnectAsync();
        var reason = new TaskCompletionSource<DisconnectReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.Single(held).OnDisconnect(context => reason.SetResult(context.Reason));
        await anna.SendAsync("40/private,");
        await HeldAsync(1);

        await server.Io.DisconnectUserAsync("anna", Cancelled);
        Assert.True(Assert.Single(server.Io.Sockets).IsConnected);
        _open.SetResult();

        Assert.Equal("closed", await anna.ReceiveAsync());
        Assert.Equal(DisconnectReason.ForcedClose, await reason.Task.DefaultTimeout());
    }

    [Fact]
    public async Task A_room_that_middleware_joins_counts_as_well_and_one_that_is_joined_later_does_not()
    {
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Use(static async socket =>
            {
                await socket.JoinAsync("log-in 17");
                return ConnectionResult.Accept;
            });
            io.Use(HoldAsync);
        });
        await using var first = await server.ConnectAsync(connect: "");
        await using var second = await server.ConnectAsync(connect: "");
        await first.SendAsync("40");
        await HeldAsync(1);

        await server.Io.DisconnectRoomAsync("log-in 17", Cancelled);
        _open.SetResult();

        Assert.Equal("closed", await first.ReceiveAsync());
        await second.SendAsync("40");
        Assert.StartsWith("40{", await second.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_node_keeps_them_out_too()
    {
        var cluster = new TwoNodesAdapter.Cluster();
        await using var here = await RunningServer.StartAsync(configure: options => options.Adapter = cluster.Add);
        await using var there = await RunningServer.StartAsync(
            io => io.Of("/there").Use(HoldAsync),
            options => (options.Adapter, options.UserId) = (cluster.Add, static _ => "anna"));
        await using var anna = await there.ConnectAsync(connect: "");
        await anna.SendAsync("40/there,");
        await HeldAsync(1);

        await here.Io.DisconnectUserAsync("anna", Cancelled);
        _open.SetResult();

        Assert.Equal("closed", await anna.ReceiveAsync());
    }

    [Fact]
    public async Task Who_becomes_the_user_by_a_credential_that_was_looked_at_before_is_disconnected()
    {
        await using var host = await AuthenticatedHost.StartAsync(
            configure: static options => options.Credentials.Scheme = "Held",
            services: services => services.AddSingleton<Func<Task>>(HoldAsync).AddAuthentication().AddScheme<AuthenticationSchemeOptions, HeldScheme>("Held", null));
        await using var client = await host.ConnectAsync();
        await client.SendAsync("420[\"sockeye:renew\",\"anna\"]");
        await HeldAsync(1);

        await host.Io.DisconnectUserAsync("anna", Cancelled);
        _open.SetResult();

        Assert.Equal("41", await client.ReceiveAsync());
        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Nobody_comes_back_to_a_session_that_was_left_before()
    {
        await using var world = await RecoveryWorld.StartAsync(static recovery => recovery.SkipMiddleware = true);
        var anna = await world.ConnectAsync(user: "anna");
        var bert = await world.ConnectAsync(user: "bert");
        await anna.DisposeAsync();
        await world.DropAsync(bert);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        await world.Io.DisconnectUserAsync("anna", Cancelled);
        world.Io.ToUser("anna").Emit("secret");
        world.Time.Advance(TimeSpan.FromSeconds(1));

        var annaBack = await world.ConnectAsync($"40{{\"pid\":\"{anna.PrivateId}\"}}", user: "anna");
        var bertBack = await world.ConnectAsync($"40{{\"pid\":\"{bert.PrivateId}\"}}", user: "bert");
        Assert.NotEqual(anna.PrivateId, annaBack.PrivateId);
        Assert.Equal(bert.PrivateId, bertBack.PrivateId);
        Assert.Equal(RecoveryFailure.UnknownSession, Assert.Single(world.Refused));
    }

    [Fact]
    public void Of_many_the_oldest_are_forgotten_and_whoever_was_let_in_before_counts_as_disconnected()
    {
        var time = new ManualTimeProvider();
        var rooms = new DisconnectedRooms(time, most: 4);
        var times = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            times.Add(time.GetTimestamp());
            rooms.Add($"room {i}");
        }

        Assert.True(rooms.Has("room 4", times[3]));
        Assert.False(rooms.Has("room 4", times[4]));
        Assert.False(rooms.Has("room 3", times[3]));
        Assert.False(rooms.Has("another", times[2]));
        Assert.True(rooms.Has("room 0", times[1]));
        Assert.True(rooms.Has("another", times[1])); // nobody knows any more
    }

    private async Task<ConnectionResult> HoldAsync(Socket socket)
    {
        await HoldAsync();
        return ConnectionResult.Accept;
    }

    private Task HoldAsync()
    {
        Interlocked.Increment(ref _holding);
        return _open.Task;
    }

    private async Task HeldAsync(int count)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        late.CancelAfter(TimeSpan.FromSeconds(30));
        while (Volatile.Read(ref _holding) < count)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>A scheme that takes a token for the name of its user, once the test lets it.</summary>
    private sealed class HeldScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Func<Task> hold)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            await hold();
            var name = Request.Headers.Authorization.ToString().Split(' ')[^1];
            return AuthenticateResult.Success(new AuthenticationTicket(AuthenticatedHost.UserNamed(name), "Held"));
        }
    }
}
