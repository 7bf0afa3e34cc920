using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.Server.Tests.Hostile;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Protocols;

/// <summary>A server that speaks MessagePack, byte for byte.</summary>
public class MessagePackServerTests
{
    private const string Connect = "82a47479706500a36e7370a12f";

    public static TheoryData<string, string> ClosingPackets => new()
    {
        { "nothing", "" },
        { "no map", "c0" },
        { "no MessagePack", "c1" },
        { "an array that is never there", "83a47479706502a36e7370a12fa464617461ddffffffff" },
        { "a map that is never there", "dfffffffff" },
        { "text that ends too late", "83a47479706502a36e7370a12fa46461746191dbffffffff61" },
        { "bytes that end too late", "83a47479706502a36e7370a12fa46461746192a161c6ffffffff00" },
        { "an extension that ends too late", "83a47479706502a36e7370a12fa46461746192a161c9ffffffff0000" },
        { "text that is not UTF-8", "83a47479706502a36e7370a12fa46461746192a161a1ff" },
        { "more than it should be", "83a47479706502a36e7370a12fa46461746191a16100" },
        { "a reserved event", "83a47479706502a36e7370a12fa46461746191a7636f6e6e656374" },
        { "an event without a name", "83a47479706502a36e7370a12fa46461746190" },
        { "an event named by a map", "83a47479706502a36e7370a12fa4646174619180" },
        { "a namespace that is nothing", "82a47479706500a36e7370a0" },
        { "a namespace that is not joined", "83a47479706502a36e7370a22f78a46461746191a161" },
        { "a second CONNECT", Connect },
        { "depth", "83a47479706502a36e7370a12fa46461746192a161" + string.Concat(Enumerable.Repeat("91", 5_000)) + "c0" },
    };

    [Theory, MemberData(nameof(ClosingPackets))]
    [Trait("Behaviour", "75")]
    public async Task A_packet_that_breaks_a_rule_ends_its_own_connection_and_nothing_else(string what, string packet)
    {
        Assert.NotEmpty(what);
        var log = new SilentLog();
        await using var server = await StartAsync(log);
        using var bystander = await OpenAsync(server);
        using var client = await OpenAsync(server);

        await client.SendAsync(Convert.FromHexString(packet), WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
        Assert.Equal("closed", await ReceiveAsync(client));

        await bystander.SendAsync(Convert.FromHexString("84a47479706502a36e7370a12fa46461746192a46563686f05a2696401"), WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
        Assert.Equal("84a47479706503a4646174619105a2696401a36e7370a12f", await ReceiveAsync(bystander));
        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task A_client_that_speaks_JSON_is_closed()
    {
        await using var server = await StartAsync(new SilentLog());
        await using var client = await server.ConnectAsync(connect: "");
        await client.SendAsync("40");
        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Behaviour", "26")]
    public async Task A_broadcast_is_the_same_bytes_for_everyone_whatever_the_transport()
    {
        await using var server = await StartAsync(new SilentLog());
        using var one = await OpenAsync(server);
        using var two = await OpenAsync(server, "&b64=1");
        using var http = new HttpClient { BaseAddress = server.Address };
        var open = await http.GetStringAsync(new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);
        var poll = new Uri($"/socket.io/?EIO=4&transport=polling&sid={open.Split('"')[3]}", UriKind.Relative);
        using var connect = new StringContent("b" + Convert.ToBase64String(Convert.FromHexString(Connect)));
        await http.PostAsync(poll, connect, TestContext.Current.CancellationToken);
        Assert.StartsWith("b", await http.GetStringAsync(poll, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        server.Io.Emit("news", "text", new byte[] { 1, 2 }, null);

        const string Packet = "83a47479706502a46461746194a46e657773a474657874c4020102c0a36e7370a12f";
        var base64 = "b" + Convert.ToBase64String(Convert.FromHexString(Packet));
        Assert.Equal(Packet, await ReceiveAsync(one));
        Assert.Equal(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(base64)), await ReceiveAsync(two));
        Assert.Equal(base64, await http.GetStringAsync(poll, TestContext.Current.CancellationToken));
    }

    private static Task<RunningServer> StartAsync(SilentLog log) => RunningServer.StartAsync(
        io => io.OnConnection(socket => socket.On("echo", (int number) => number)),
        options => options.UseMessagePack(),
        services => services.AddLogging(logging => logging.AddProvider(log)));

    private static async Task<ClientWebSocket> OpenAsync(RunningServer server, string query = "")
    {
        var client = new ClientWebSocket();
        var address = new UriBuilder(server.Address) { Scheme = "ws", Path = "/socket.io/", Query = "EIO=4&transport=websocket" + query };
        await client.ConnectAsync(address.Uri, TestContext.Current.CancellationToken).DefaultTimeout();
        await ReceiveAsync(client);
        await client.SendAsync(Convert.FromHexString(Connect), WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
        await ReceiveAsync(client);
        return client;
    }

    /// <summary>The next message in hexadecimal, or that there will be none.</summary>
    private static async Task<string> ReceiveAsync(ClientWebSocket client)
    {
        var buffer = new byte[4096];
        var result = await client.ReceiveAsync(buffer, TestContext.Current.CancellationToken).DefaultTimeout();
        return result.MessageType == WebSocketMessageType.Close ? "closed" : Convert.ToHexStringLower(buffer.AsSpan(0, result.Count));
    }
}
