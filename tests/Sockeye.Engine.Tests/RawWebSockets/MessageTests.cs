using System.Text;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

public class MessageTests
{
    [Fact]
    public async Task Text_and_bytes_travel_both_ways()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();

        await socket.SendTextAsync("hé");
        await socket.SendTextAsync("");
        await socket.SendAsync(WireFrame.BinaryFrame, new byte[] { 1, 2, 3 });
        await socket.SendAsync(0x01, "in "u8.ToArray());
        await socket.SendAsync(0x80, "pieces"u8.ToArray());
        Assert.Equal(["hé", "", "0x010203", "in pieces"], [await heard.MessageAsync(), await heard.MessageAsync(), await heard.MessageAsync(), await heard.MessageAsync()]);

        client.Send("é");
        client.Send(new byte[] { 4, 5 });
        client.Send(new string('x', 70_000));
        client.Send(WebSocketMessage.FromText("bytes of text"u8.ToArray()));
        Assert.True(await client.SendAsync("waited", TestContext.Current.CancellationToken));
        Assert.Equal(["é", "0x0405", new string('x', 70_000), "bytes of text", "waited"], await ReadAsync(socket, 5));
    }

    [Fact]
    public async Task A_message_that_came_in_can_be_sent_on()
    {
        await using var host = await WebSocketHost.StartAsync(static client => client.OnMessage(message => client.Send(message)));
        await using var socket = await host.OpenAsync();

        await socket.SendTextAsync("text");
        await socket.SendAsync(WireFrame.BinaryFrame, new byte[] { 9 });

        Assert.Equal(["text", "0x09"], await ReadAsync(socket, 2));
    }

    [Fact]
    public async Task A_broadcast_reaches_the_open_ones_and_the_sender_only_where_it_is_meant()
    {
        await using var host = await WebSocketHost.StartAsync(static client => client.OnMessage(message => client.Broadcast.Send(message)));
        await using var one = await host.OpenAsync();
        await using var two = await host.OpenAsync();
        await using var three = await host.OpenAsync();
        await Counted(host, 3);

        await one.SendTextAsync("from one");
        Assert.Equal("from one", (await two.ReadAsync()).Text);
        Assert.Equal("from one", (await three.ReadAsync()).Text);
        await three.SendAsync(WireFrame.CloseFrame, default);
        await Counted(host, 2);

        host.Server.Clients.Send("to all");
        Assert.Equal("to all", (await one.ReadAsync()).Text);
        Assert.Equal("to all", (await two.ReadAsync()).Text);
        Assert.Equal(2, await host.Server.Clients.SendAsync("to all, waiting", TestContext.Current.CancellationToken));
        Assert.Equal(2, host.Server.Clients.ToArray().Length);
    }

    [Fact]
    public async Task A_broadcast_is_encoded_once()
    {
        const int Clients = 50;
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        var sockets = new List<RawWebSocket>();
        for (var i = 0; i < Clients; i++)
        {
            sockets.Add(await host.OpenAsync());
        }

        await Counted(host, Clients);
        var text = new string('x', 3_000);
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++) // the web server's own memory is made on first use
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            host.Server.Clients.Send(text);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            foreach (var socket in sockets)
            {
                Assert.Equal(text, (await socket.ReadAsync()).Text);
            }
        }

        Assert.InRange(least, 3_000, 3_000 * 2);
    }

    [Fact]
    public async Task An_encoded_message_can_be_kept()
    {
        var heard = new Listening();
        WebSocketMessage kept = default;
        await using var host = await WebSocketHost.StartAsync(client =>
        {
            client.OnMessage(message => kept = message.Encode());
            heard.OnConnection(client);
        });
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();

        await socket.SendTextAsync("keep this");
        await heard.MessageAsync();
        await socket.SendTextAsync("something else");
        await heard.MessageAsync();

        Assert.Equal("something else", kept.Text);
        Assert.Equal(kept.Data, kept.Encode().Data);
        client.Send(kept);
        Assert.Equal("something else", (await socket.ReadAsync()).Text);
    }

    [Fact]
    public async Task A_listener_that_throws_is_logged_and_the_client_stays()
    {
        await using var host = await WebSocketHost.StartAsync(static client => client.OnMessage(message =>
        {
            if (message.Text == "bad")
            {
                throw new InvalidOperationException("as asked");
            }

            client.Send(message);
        }));
        await using var socket = await host.OpenAsync();

        await socket.SendTextAsync("bad");
        await socket.SendTextAsync("good");

        Assert.Equal("good", (await socket.ReadAsync()).Text);
        Assert.True(host.Errors.Entries.TryDequeue(out var entry));
        Assert.StartsWith("Error ListenerFailed", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_is_disposed_hears_nothing_more()
    {
        var heard = new List<string>();
        await using var host = await WebSocketHost.StartAsync(client =>
        {
            var first = client.OnMessage(message => heard.Add("first " + message.Text));
            client.OnMessage(message =>
            {
                heard.Add("second " + message.Text);
                first.Dispose();
                first.Dispose();
                client.Send("done");
            });
        });
        await using var socket = await host.OpenAsync();

        await socket.SendTextAsync("a");
        await socket.SendTextAsync("b");
        await ReadAsync(socket, 2);

        Assert.Equal(["first a", "second a", "second b"], heard);
    }

    [Fact]
    public void A_message_says_what_it_is()
    {
        WebSocketMessage text = "é";
        WebSocketMessage bytes = new byte[] { 1, 2, 3 };

        Assert.Equal((false, "é", 2, "é"), (text.IsBinary, text.Text, text.Data.Length, text.ToString()));
        Assert.Equal((true, 3, "3 bytes"), (bytes.IsBinary, bytes.Data.Length, bytes.ToString()));
        Assert.Throws<InvalidOperationException>(() => bytes.Text);
        Assert.Throws<ArgumentException>(() => WebSocketMessage.FromText(new byte[] { 0xc3, 0x28 }));
        Assert.Equal("�", Encoding.UTF8.GetString(((WebSocketMessage)"\ud800").Encode().Data.Span));
    }

    private static async Task Counted(WebSocketHost host, int count)
    {
        await Eventually.TrueAsync(() => host.Server.Clients.Count == count);
    }

    private static async Task<List<string>> ReadAsync(RawWebSocket socket, int count)
    {
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            texts.Add((await socket.ReadAsync()).Text);
        }

        return texts;
    }
}
