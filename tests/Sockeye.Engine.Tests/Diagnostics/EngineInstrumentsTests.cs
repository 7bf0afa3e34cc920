using System.Diagnostics;
using System.Net;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Diagnostics;

// Activities are the whole process's: nothing else runs meanwhile.
[Collection(nameof(EngineInstrumentsTests))]
[CollectionDefinition(nameof(EngineInstrumentsTests), DisableParallelization = true)]
public sealed class EngineInstrumentsTests : IDisposable
{
    private readonly Measurements _measured = new();

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task Sessions_are_counted_while_they_are_open_and_measured_when_they_close()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time, meters: _measured);
        var client = await PollingClient.OpenAsync(host);
        client.Handler.Session.Send(EncodedMessage.Text("12345"u8));

        Assert.Equal(["sockeye.engine.sessions.opened 1 {session} sockeye.transport=polling sockeye.protocol.revision=4"], _measured.Lines);
        var open = _measured.Observe();
        Assert.Contains("sockeye.engine.sessions.active 1 {session} sockeye.transport=polling", open);
        Assert.Contains("sockeye.engine.sessions.active 0 {session} sockeye.transport=websocket", open);
        Assert.DoesNotContain("sockeye.engine.outbox.size 0 By sockeye.transport=polling", open);

        time.Advance(TimeSpan.FromSeconds(3));
        client.Handler.Session.Close(CloseMode.Discard);
        await client.Handler.Closed.DefaultTimeout();

        Assert.Equal(
            "sockeye.engine.session.duration 3 s sockeye.close.reason=forced_close sockeye.transport=polling",
            await _measured.WhenAsync("sockeye.engine.session.duration").DefaultTimeout());
        var closed = _measured.Observe();
        Assert.Contains("sockeye.engine.sessions.active 0 {session} sockeye.transport=polling", closed);
        Assert.Contains("sockeye.engine.outbox.size 0 By sockeye.transport=polling", closed);
    }

    [Theory]
    [InlineData("5", "completed")]
    [InlineData("4too early", "failed")]
    public async Task An_upgrade_is_measured_with_its_result(string packet, string result)
    {
        using var activities = Record(out var stopped);
        await using var host = await EngineHost.StartAsync(meters: _measured);
        var client = await PollingClient.OpenAsync(host);
        await using var socket = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={client.Sid}");
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", (await socket.ReadAsync()).Text);

        await socket.SendTextAsync(packet);

        Assert.EndsWith($" s sockeye.upgrade.result={result}", await _measured.WhenAsync("sockeye.engine.upgrade.duration").DefaultTimeout(), StringComparison.Ordinal);
        Assert.Contains(stopped(), activity => activity.OperationName == "upgrade" && (activity.Status == ActivityStatusCode.Error) == (result == "failed"));
    }

    [Fact]
    public async Task A_refusal_is_counted_with_its_reason()
    {
        await using var host = await EngineHost.StartAsync(static options => options.MaxSessions = 1, meters: _measured);
        await PollingClient.OpenAsync(host);

        foreach (var query in new[] { "EIO=4&transport=polling", "EIO=4&transport=polling&sid=nobody", "EIO=4&transport=smoke" })
        {
            using var answer = await host.Http.GetAsync(new Uri($"/engine.io/?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(
            [
                "sockeye.engine.refusals 1 {request} sockeye.refusal.reason=too_many_sessions",
                "sockeye.engine.refusals 1 {request} sockeye.refusal.reason=unknown_session",
                "sockeye.engine.refusals 1 {request} sockeye.refusal.reason=unknown_transport",
            ],
            _measured.Lines.Skip(1));
    }

    [Fact]
    public async Task What_waits_and_what_the_budget_had_no_room_for_is_counted()
    {
        await using var host = await EngineHost.StartAsync(
            static options => (options.SlowClientPolicy, options.OutboundBufferPackets) = (SlowClientPolicy.Drop, 2), meters: _measured);
        var client = await PollingClient.OpenAsync(host);

        for (var i = 0; i < 3; i++)
        {
            client.Handler.Session.Send(EncodedMessage.Text("not read"u8));
        }

        Assert.Equal("sockeye.engine.packets.dropped 1 {packet} sockeye.drop.reason=budget", _measured.Lines[^1]);
        var seen = _measured.Observe();
        Assert.Contains("sockeye.engine.outbox.packets 2 {packet} sockeye.transport=polling", seen);
        Assert.Contains($"sockeye.engine.outbox.size {client.Handler.Session.Outbound.WaitingBytes} By sockeye.transport=polling", seen);
    }

    [Fact]
    public async Task A_slow_client_and_dropped_volatile_packets_are_counted()
    {
        await using var host = await EngineHost.StartAsync(static options => options.OutboundBufferPackets = 2, meters: _measured);
        var client = await PollingClient.OpenAsync(host);

        Assert.False(client.Handler.Session.TrySendVolatile(EncodedMessage.Text("dropped"u8)));
        Assert.Equal("sockeye.engine.packets.dropped 1 {packet} sockeye.drop.reason=volatile", _measured.Lines[^1]);
        for (var i = 0; i < 3; i++)
        {
            client.Handler.Session.Send(EncodedMessage.Text("not read"u8));
        }

        Assert.Equal(CloseReason.SlowClient, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.Contains("sockeye.engine.slow_clients 1 {session} sockeye.transport=polling", _measured.Lines);
        Assert.StartsWith("sockeye.close.reason=slow_client", _measured.Lines[^1].Split(" s ")[1], StringComparison.Ordinal);
    }

    private static ActivityListener Record(out Func<Activity[]> stopped)
    {
        var activities = new List<Activity>();
        var gate = new Lock();
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Sockeye.Engine",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (gate)
                {
                    activities.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        stopped = () =>
        {
            lock (gate)
            {
                return [.. activities];
            }
        };
        return listener;
    }
}
