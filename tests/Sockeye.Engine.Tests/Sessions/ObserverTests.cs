using System.Collections.Concurrent;
using System.Text;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Sessions;

/// <summary>The low-level events of a session.</summary>
[Trait("Behaviour", "99")]
public class ObserverTests
{
    [Fact]
    public async Task On_a_WebSocket_each_step_of_a_packet_is_seen()
    {
        var journal = new Journal();
        await using var host = await EngineHost.StartAsync(options => options.ObserveSession = _ => journal);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendTextAsync("4in");
        await socket.SendAsync(WireFrame.BinaryFrame, new byte[] { 1 });
        await socket.SendTextAsync("3");
        await socket.SendTextAsync("4marker");
        while (await handler.NextAsync() != "marker")
        {
            // Up to it all has been seen.
        }

        Assert.Equal(["packet Message in", "packet Message 0x01", "packet Pong ", "packet Message marker"], journal.Take());

        handler.Session.Send(EncodedMessage.Text("a"u8, next: EncodedMessage.Binary([2])));
        Assert.Equal(["4a", "0x02"], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);
        await journal.UntilAsync("drain");
        Assert.Equal(["create Message a", "create Message 0x02", "flush", "drain"], journal.Take());

        var buffer = MessageBuffer.Rent();
        Encoding.UTF8.GetBytes("b", buffer);
        Assert.True(handler.Session.TrySendVolatile(buffer));
        Assert.Equal("4b", (await socket.ReadAsync()).Text);
        await journal.UntilAsync("drain");
        Assert.Equal(["create Message b", "flush", "drain"], journal.Take());

        await socket.SendAsync(WireFrame.PingFrame, "not a packet"u8.ToArray());
        Assert.Equal("not a packet", (await socket.ReadAsync()).Text);
        Assert.Empty(journal.Take());
    }

    [Fact]
    public async Task On_polling_and_an_upgrade_each_step_is_seen()
    {
        var journal = new Journal();
        await using var host = await EngineHost.StartAsync(options => options.ObserveSession = _ => journal);
        var client = await PollingClient.OpenAsync(host);
        var handler = host.Sessions.Single();

        handler.Session.Send(EncodedMessage.Text("a"u8));
        handler.Session.Send(EncodedMessage.Text("b"u8));
        Assert.Equal("4a\u001e4b", (await client.GetAsync()).Body);
        await journal.UntilAsync("drain");
        Assert.Equal(["create Message a", "create Message b", "flush", "drain"], journal.Take());

        await using var socket = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={handler.Session.Id}");
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", (await socket.ReadAsync()).Text);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", (await socket.ReadAsync()).Text);
        await socket.SendTextAsync("5");
        await socket.SendTextAsync("4moved");
        Assert.Equal("moved", await handler.NextAsync());
        Assert.Equal(["upgrading WebSocket", "upgrade WebSocket", "packet Message moved"], journal.Take());
    }

    [Fact]
    public async Task An_observer_that_throws_is_logged_and_the_session_goes_on()
    {
        await using var host = await EngineHost.StartAsync(options => options.ObserveSession = _ => new Throwing());
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await socket.SendTextAsync("4in");
        Assert.Equal("in", await handler.NextAsync());
        handler.Session.Send(EncodedMessage.Text("out"u8));
        Assert.Equal("4out", (await socket.ReadAsync()).Text);

        Assert.All(host.TakeErrors(), static entry => Assert.StartsWith("Error ObserverFailed", entry, StringComparison.Ordinal));
    }

    private sealed class Throwing : EngineSessionObserver
    {
        public override void OnPacket(EngineSession session, in EnginePacket packet) => throw new InvalidOperationException("as asked");

        public override void OnPacketCreate(EngineSession session, in EnginePacket packet) => throw new InvalidOperationException("as asked");
    }

    private sealed class Journal : EngineSessionObserver
    {
        private readonly ConcurrentQueue<string> _entries = [];

        public string[] Take()
        {
            var entries = _entries.ToArray();
            _entries.Clear();
            return entries;
        }

        public async Task UntilAsync(string entry)
        {
            await Eventually.TrueAsync(() => _entries.Contains(entry));
        }

        public override void OnPacket(EngineSession session, in EnginePacket packet) => _entries.Enqueue($"packet {packet.Type} {TextOf(packet)}");

        public override void OnPacketCreate(EngineSession session, in EnginePacket packet) => _entries.Enqueue($"create {packet.Type} {TextOf(packet)}");

        public override void OnFlush(EngineSession session) => _entries.Enqueue("flush");

        public override void OnDrain(EngineSession session) => _entries.Enqueue("drain");

        public override void OnUpgrading(EngineSession session, TransportKind transport) => _entries.Enqueue($"upgrading {transport}");

        public override void OnUpgrade(EngineSession session, TransportKind transport) => _entries.Enqueue($"upgrade {transport}");

        private static string TextOf(EnginePacket packet) =>
            packet.IsBinary ? "0x" + Convert.ToHexStringLower(packet.Data.Span) : Encoding.UTF8.GetString(packet.Data.Span);
    }
}
