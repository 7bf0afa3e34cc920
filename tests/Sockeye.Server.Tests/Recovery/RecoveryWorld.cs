using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Recovery;

/// <summary>A server with recovery that writes down what becomes of its clients, and whose clock the test moves.</summary>
internal sealed class RecoveryWorld : IAsyncDisposable
{
    private readonly RunningServer _server;

    private RecoveryWorld(RunningServer server, ManualTimeProvider time)
    {
        _server = server;
        Time = time;
    }

    public SocketServer Io => _server.Io;

    public Uri Address => _server.Address;

    public ManualTimeProvider Time { get; }

    /// <summary>Gets what was said in middleware and by listeners, in order.</summary>
    public ConcurrentQueue<string> Said { get; private init; } = [];

    public ConcurrentQueue<int> Recovered { get; private init; } = [];

    public ConcurrentQueue<RecoveryFailure> Refused { get; private init; } = [];

    public ConcurrentQueue<SessionExpiredContext> Expired { get; private init; } = [];

    public static async Task<RecoveryWorld> StartAsync(Action<RecoveryOptions>? recovery = null, Action<SocketServerOptions>? configure = null)
    {
        var time = new ManualTimeProvider();
        var server = await RunningServer.StartAsync(
            configure: options =>
            {
                options.Recovery = new RecoveryOptions();
                recovery?.Invoke(options.Recovery);
                configure?.Invoke(options);
            },
            services: services => services.AddSingleton<TimeProvider>(time).AddSingleton<IStartupFilter, UserByQuery>());
        var world = new RecoveryWorld(server, time);
        world.Listen();
        return world;
    }

    /// <summary>Checks an event and takes its offset, which is its last argument.</summary>
    public static string OffsetOf(string packet, string before)
    {
        Assert.StartsWith(before + "\"", packet, StringComparison.Ordinal);
        Assert.EndsWith("\"]", packet, StringComparison.Ordinal);
        var offset = packet[(before.Length + 1)..^2];
        Assert.Matches("^[0-9A-Za-z_-]+(\\.[0-9A-Za-z_-]+)?$", offset);
        return offset;
    }

    public async Task<RecoveringClient> OpenAsync(string user = "") =>
        new(await WireClient.ConnectAsync(Address, "", query: user.Length == 0 ? "" : "&user=" + user));

    public async Task<RecoveringClient> ConnectAsync(string connect = "40", bool greetingIsFirst = true, string user = "")
    {
        var client = await OpenAsync(user);
        await client.SendAsync(connect);
        if (greetingIsFirst)
        {
            await client.GreetAsync();
        }

        return client;
    }

    /// <summary>Gets the one socket that is connected.</summary>
    public Socket Only() => Assert.Single(Io.Sockets);

    /// <summary>Ends a client's connection without a word, and waits until the server has noticed and keeps the session.</summary>
    public async Task DropAsync(RecoveringClient client, Namespace? ns = null)
    {
        var sockets = (ns ?? Io.Main).Sockets.ToArray();
        await client.DisposeAsync();
        await GoneAsync(ns);
        await UntilAsync(() => !sockets.Any(static socket => socket.IsConnected)); // they leave their namespace in the midst of being kept
    }

    public Task GoneAsync(Namespace? ns = null) => UntilAsync(() => (ns ?? Io.Main).SocketCount == 0);

    /// <summary>Waits until so many sockets have connected in all.</summary>
    public Task ConnectedAsync(int count) => UntilAsync(() => Said.Count(static word => word.StartsWith("connected", StringComparison.Ordinal)) >= count);

    /// <summary>Ends the server; its clock goes on, lest a client that a failed test has left behind holds it up.</summary>
    public async ValueTask DisposeAsync()
    {
        var ending = _server.DisposeAsync().AsTask();
        await UntilAsync(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return ending.IsCompleted;
        });
        await ending;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private void Listen()
    {
        Io.Use(socket =>
        {
            Said.Enqueue("connecting");
            return socket.Handshake.Auth.TryGetProperty("refuse", out _) ? ConnectionResult.Refuse("not now") : ConnectionResult.Accept;
        });
        Io.OnConnection(socket => Said.Enqueue(socket.IsRecovered ? "connected again" : "connected"));
        Io.Recovery.OnRecovered(context =>
        {
            Said.Enqueue("recovered");
            Recovered.Enqueue(context.MissedPackets);
        });
        Io.Recovery.OnRefused(context => Refused.Enqueue(context.Reason));
        Io.Recovery.OnExpired(Expired.Enqueue);
    }

    /// <summary>Stands in for the application's authentication.</summary>
    private sealed class UserByQuery : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(static (context, following) =>
            {
                if (context.Request.Query["user"].ToString() is { Length: > 0 } name)
                {
                    context.User = new ClaimsPrincipal(new ClaimsIdentity([name == "unnamed" ? new Claim("role", "clerk") : new Claim(ClaimTypes.NameIdentifier, name)], "Test"));
                }

                return following(context);
            });
            next(app);
        };
    }
}
