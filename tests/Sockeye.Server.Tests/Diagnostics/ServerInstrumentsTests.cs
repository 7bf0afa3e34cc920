using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Diagnostics;

// Activities are the whole process's: nothing else runs meanwhile.
[Collection(nameof(Alone))]
public sealed class ServerInstrumentsTests : IDisposable
{
    private readonly Measurements _measured = new();

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task Sockets_rooms_and_namespaces_are_counted()
    {
        await using var server = await StartAsync(static io =>
        {
            io.OnConnection(static socket => socket.JoinAsync("room").AsTask());
            io.Of(new System.Text.RegularExpressions.Regex("^/dynamic-"));
        });
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync("40/dynamic-1,");

        var seen = _measured.Observe();

        Assert.Contains("sockeye.server.sockets.active 1 {socket} sockeye.namespace=/", seen);
        Assert.Contains("sockeye.server.sockets.active 1 {socket} sockeye.namespace=_OTHER", seen);
        Assert.Contains("sockeye.server.rooms 1 {room}", seen);
        Assert.Contains("sockeye.server.namespaces 2 {namespace}", seen);
        Assert.Contains("sockeye.server.sockets.connected 1 {socket} sockeye.namespace=/", _measured.Lines);
        await first.SendAsync("41");
        Assert.EndsWith(
            " s sockeye.namespace=/ sockeye.disconnect.reason=client_namespace_disconnect",
            await _measured.WhenAsync("sockeye.server.socket.duration").DefaultTimeout(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_in_and_out_handlers_and_their_failures_are_measured()
    {
        await using var server = await StartAsync(static io => io.OnConnection(static socket =>
        {
            socket.On("greet", () => socket.Emit("greeting", "hello"));
            socket.On("fail", new Action(static () => throw new FormatException()));
        }));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("""42["greet"]""");
        Assert.Equal("""42["greeting","hello"]""", await client.ReceiveAsync());
        await client.SendAsync("""42["fail"]""");
        await client.SendAsync("""42["a name of the client's"]""");
        Assert.True(await client.RoundTripAsync());
        server.Io.Emit("news", 1);

        Assert.Contains("sockeye.server.events.received 1 {event} sockeye.event.name=greet sockeye.namespace=/", _measured.Lines);
        Assert.Contains("sockeye.server.events.received 1 {event} sockeye.event.name=_OTHER sockeye.namespace=/", _measured.Lines);
        Assert.Contains("sockeye.server.events.sent 1 {event} sockeye.event.name=greeting sockeye.namespace=/ sockeye.emit.kind=socket", _measured.Lines);
        Assert.Contains("sockeye.server.events.sent 1 {event} sockeye.event.name=news sockeye.namespace=/ sockeye.emit.kind=broadcast", _measured.Lines);
        Assert.Contains("sockeye.server.handler.failures 1 {failure} error.type=System.FormatException", _measured.Lines);
        Assert.Equal(2, _measured.Lines.Count(static line => line.StartsWith("sockeye.server.handler.duration", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_time_of_an_acknowledgement_is_measured_with_its_result()
    {
        await using var server = await StartAsync(configure: static options => options.AckTimeout = TimeSpan.FromMilliseconds(50));
        await using var client = await server.ConnectAsync();
        var socket = server.Io.Sockets.Single();

        var asking = socket.TryEmitWithAckAsync<int>("ask", TestContext.Current.CancellationToken);
        var question = await client.ReceiveAsync();
        await client.SendAsync("43" + question[2..question.IndexOf('[', StringComparison.Ordinal)] + "[7]");
        await asking.DefaultTimeout();
        await socket.TryEmitWithAckAsync<int>("ask", TestContext.Current.CancellationToken).DefaultTimeout();

        var measured = _measured.Lines.Where(static line => line.StartsWith("sockeye.server.ack.duration", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, measured.Length);
        Assert.Contains(measured, static line => line.EndsWith("=timeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusals_are_counted_with_their_reasons()
    {
        await using var server = await StartAsync(static io =>
        {
            io.Of("/members").Use(static _ => ConnectionResult.Refuse("no member"));
            io.OnConnection(static socket => socket.On("number", static (int _) => { }));
        });
        await using var client = await server.ConnectAsync();

        Assert.True(await client.RoundTripAsync());
        await client.SendAsync("40/members,");
        Assert.StartsWith("44/members,", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("""42["number","none"]""");
        await client.SendAsync("49");
        Assert.Equal("closed", await ToTheEndAsync(client));

        Assert.Equal(
            ["unknown_namespace", "connection_middleware", "unreadable_argument", "protocol_violation"],
            _measured.Lines.Where(static line => line.StartsWith("sockeye.server.refusals", StringComparison.Ordinal)).Select(static line => line.Split('=')[1]));
    }

    [Fact]
    public async Task A_client_that_is_gone_when_its_namespace_has_been_decided_on_has_broken_no_rule()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await StartAsync(io => io.Of((_, _) =>
        {
            asked.SetResult();
            return answer.Task;
        }));
        await using (var client = await server.ConnectAsync())
        {
            await client.SendAsync("40/asked,");
            await asked.Task.DefaultTimeout();
        }

        await Eventually.TrueAsync(() => server.Io.ConnectionCount == 0);
        answer.SetResult(true);
        await server.DisposeAsync(); // waits for what the server has begun

        Assert.DoesNotContain(_measured.Lines, static line => line.StartsWith("sockeye.server.refusals", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_and_events_have_activities()
    {
        var stopped = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Sockeye.Server",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await StartAsync(static io => io.OnConnection(static socket =>
        {
            socket.On("order", async () =>
            {
                await Task.Yield();
                socket.Emit("ordered", 1);
                throw new FormatException("no such thing");
            });
        }));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("""42["order"]""");
        Assert.Equal("""42["ordered",1]""", await client.ReceiveAsync());
        await Eventually.TrueAsync(() => stopped.Count >= 3);

        var activities = stopped.ToArray();
        Assert.Equal(["connect", "send ordered", "process order"], activities.Select(static activity => activity.OperationName));
        var (sent, process) = (activities[1], activities[2]);
        Assert.Equal((process.SpanId, ActivityStatusCode.Error, "no such thing"), (sent.ParentSpanId, process.Status, process.StatusDescription));
        Assert.Equal("/", process.GetTagItem("messaging.destination.name"));
        Assert.Null(process.Parent);
    }

    [Fact]
    public async Task The_health_check_says_whether_clients_are_taken()
    {
        HealthCheckService? health = null;
        await using var server = await RunningServer.StartAsync(
            configure: static options => options.MaxSessions = 1,
            services: static services => services.AddHealthChecks().AddSockeye(),
            started: provider => health = provider.GetRequiredService<HealthCheckService>());

        Assert.Equal((HealthStatus.Healthy, 0), await CheckAsync(health!));
        await using var client = await server.ConnectAsync();
        Assert.Equal((HealthStatus.Degraded, 1), await CheckAsync(health!));
        await server.Io.CloseAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.Equal((HealthStatus.Unhealthy, 0), await CheckAsync(health!));
    }

    private static async Task<(HealthStatus Status, object Clients)> CheckAsync(HealthCheckService health)
    {
        var entry = (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["sockeye"];
        return (entry.Status, entry.Data["clients"]);
    }

    private static async Task<string> ToTheEndAsync(WireClient client)
    {
        string last;
        do
        {
            last = await client.ReceiveAsync();
        }
        while (last is not ("closed" or "1"));

        return "closed";
    }

    private Task<RunningServer> StartAsync(Action<SocketServer>? use = null, Action<SocketServerOptions>? configure = null) =>
        RunningServer.StartAsync(use, configure, services => services.AddSingleton<IMeterFactory>(_measured));
}
