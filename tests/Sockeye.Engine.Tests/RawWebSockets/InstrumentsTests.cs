using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

public sealed class InstrumentsTests : IDisposable
{
    private readonly Measurements _measured = new();

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task Clients_and_their_messages_are_counted_and_measured()
    {
        var time = new ManualTimeProvider();
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await WebSocketHost.StartAsync(
            client => client.OnMessage(message =>
            {
                if (message.IsBinary)
                {
                    received.SetResult();
                }
            }),
            time: time,
            meters: _measured);
        var socket = await host.OpenAsync();
        await socket.SendTextAsync("hello");
        await socket.SendAsync(WireFrame.BinaryFrame, new byte[] { 1, 2 });
        await received.Task.DefaultTimeout();

        Assert.Equal(
            [
                "sockeye.websockets.clients.opened 1 {client}",
                "sockeye.websockets.messages.received 1 {message} sockeye.message.kind=text",
                "sockeye.websockets.messages.received 1 {message} sockeye.message.kind=binary",
            ],
            _measured.Lines.Where(static line => line.StartsWith("sockeye.", StringComparison.Ordinal))); // Kestrel measures, too
        Assert.Contains("sockeye.websockets.clients.active 1 {client}", _measured.Observe());

        time.Advance(TimeSpan.FromSeconds(3));
        await socket.DisposeAsync();

        Assert.Equal(
            "sockeye.websockets.client.duration 3 s sockeye.close.reason=transport_close",
            await _measured.WhenAsync("sockeye.websockets.client.duration").DefaultTimeout());
        var closed = _measured.Observe();
        Assert.Contains("sockeye.websockets.clients.active 0 {client}", closed);
        Assert.Contains("sockeye.websockets.outbox.size 0 By", closed);
    }

    [Fact]
    public async Task Refusals_are_counted_with_their_reason()
    {
        await using var host = await WebSocketHost.StartAsync(static _ => { }, static options => options.MaxClients = 1, meters: _measured);

        Assert.Equal(403, (await host.AskAsync("\nOrigin: https://elsewhere.example")).Answer.Status);
        await using var socket = await host.OpenAsync();
        Assert.Equal(503, (await host.AskAsync()).Answer.Status);

        Assert.Equal(
            [
                "sockeye.websockets.refusals 1 {request} sockeye.refusal.reason=origin",
                "sockeye.websockets.refusals 1 {request} sockeye.refusal.reason=too_many_clients",
            ],
            _measured.Lines.Where(static line => line.StartsWith("sockeye.websockets.refusals", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_slow_client_and_dropped_messages_and_listeners_that_fail_are_counted()
    {
        var connected = new TaskCompletionSource<WebSocketClient>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await WebSocketHost.StartAsync(
            client =>
            {
                client.OnMessage(static _ => throw new InvalidTimeZoneException());
                connected.SetResult(client);
            },
            static options => options.OutboundBufferBytes = 1_000_000,
            meters: _measured);
        await using var socket = await host.OpenAsync();
        var client = await connected.Task.DefaultTimeout();
        await socket.SendTextAsync("fail");
        Assert.Equal(
            "sockeye.websockets.listener.failures 1 {failure} error.type=System.InvalidTimeZoneException",
            await _measured.WhenAsync("sockeye.websockets.listener.failures").DefaultTimeout());
        host.Errors.Entries.Clear(); // the one that was meant

        // Nothing of it is read, so that what is sent piles up: beyond a while nothing volatile goes out, and beyond the limit nothing at all.
        var text = new string('x', 100_000);
        for (var i = 0; i < 10_000 && client.IsOpen; i++)
        {
            client.Send(text);
            client.TrySendVolatile("a volatile one");
        }

        Assert.Contains("sockeye.websockets.messages.dropped 1 {message} sockeye.drop.reason=volatile", _measured.Lines);
        Assert.Equal("sockeye.websockets.slow_clients 1 {client}", await _measured.WhenAsync("sockeye.websockets.slow_clients").DefaultTimeout());
    }
}
