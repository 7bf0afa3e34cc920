using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

/// <summary>The client of the <c>ws</c> package, which most of Node.js speaks WebSocket with.</summary>
public class OfficialClientTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_hears_what_is_sent_and_says_what_it_has_to()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var node = Start(host, """{"protocols":["chat","other"]}""");
        Assert.Equal("open [chat] []", await node.ReadLineAsync(Cancelled));
        var client = await heard.ClientAsync();

        await node.WriteLineAsync("text grüße", Cancelled);
        await node.WriteLineAsync("binary 00ff", Cancelled);
        await node.WriteLineAsync("repeat 200000 abcd", Cancelled);
        Assert.Equal(["grüße", "0x00ff"], [await heard.MessageAsync(), await heard.MessageAsync()]);
        Assert.Equal(800_000, (await heard.MessageAsync()).Length);

        client.Send("zurück");
        client.Send(new byte[] { 1, 2 });
        await node.WriteLineAsync("ping are you there", Cancelled);
        Assert.Equal("text zurück", await node.ReadLineAsync(Cancelled));
        Assert.Equal("binary 0102", await node.ReadLineAsync(Cancelled));
        Assert.Equal("pong are you there", await node.ReadLineAsync(Cancelled));

        await node.WriteLineAsync("close 4000 good bye", Cancelled);
        Assert.Equal("close 4000 ", await node.ReadLineAsync(Cancelled)); // the answer has the status alone
        Assert.Equal((4000, "good bye"), await heard.ClosingAsync() is var closing ? (closing.Code, closing.Reason) : default);
    }

    [Fact]
    public async Task It_answers_pings_and_the_servers_closing_frame()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options => options.PingInterval = TimeSpan.FromMilliseconds(50));
        await using var node = Start(host);
        Assert.Equal("open [] []", await node.ReadLineAsync(Cancelled));
        var client = await heard.ClientAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("ping", await node.ReadLineAsync(Cancelled));
        }

        client.Close(1013, "try again later");

        await node.ReadUntilAsync("close 1013 try again later", Cancelled);
        Assert.Equal((1013, CloseReason.ForcedClose), await heard.ClosingAsync() is var closing ? (closing.Code, closing.Cause) : default);
    }

    [Theory]
    [InlineData("{}", false, 15, "permessage-deflate")]
    [InlineData("{}", true, 15, "permessage-deflate")]
    [InlineData("{}", true, 10, "permessage-deflate")]
    [InlineData("""{"perMessageDeflate":{"serverMaxWindowBits":9,"clientMaxWindowBits":9,"threshold":0}}""", true, 15, "permessage-deflate")]
    [InlineData("""{"perMessageDeflate":{"serverNoContextTakeover":true,"clientNoContextTakeover":true,"threshold":0}}""", true, 15, "permessage-deflate")]
    [InlineData("""{"perMessageDeflate":false}""", true, 15, "")]
    public async Task It_compresses_where_both_want_to(string options, bool takesOver, int bits, string extension)
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, server => server.Compression = new()
        {
            Threshold = 10,
            ServerContextTakeover = takesOver,
            ClientContextTakeover = takesOver,
            ServerMaxWindowBits = bits,
            ClientMaxWindowBits = bits,
        });
        await using var node = Start(host, options);
        Assert.Equal($"open [] [{extension}]", await node.ReadLineAsync(Cancelled));
        var client = await heard.ClientAsync();

        for (var round = 0; round < 20; round++)
        {
            var text = $"{round} " + string.Concat(Enumerable.Repeat($"again and {round} again ", 200));
            await node.WriteLineAsync("text " + text, Cancelled);
            Assert.Equal(text, await heard.MessageAsync());
            client.Send(text);
            Assert.Equal("text " + text, await node.ReadLineAsync(Cancelled));
            host.Server.Clients.Send("short");
            Assert.Equal("text short", await node.ReadLineAsync(Cancelled));
            await node.WriteLineAsync("ping between", Cancelled);
            Assert.Equal("pong between", await node.ReadLineAsync(Cancelled));
        }

        await node.WriteLineAsync("close 1000 done", Cancelled);
        Assert.Equal(1000, (await heard.ClosingAsync()).Code);
    }

    [Fact]
    public async Task A_thousand_come_and_go_and_none_is_left()
    {
        var closed = 0;
        await using var host = await WebSocketHost.StartAsync(client =>
        {
            client.OnMessage(message => client.Send(message));
            client.OnClose(_ => Interlocked.Increment(ref closed));
        });
        await using var node = Start(host);
        await node.ReadLineAsync(Cancelled);
        var scheduled = host.Server.Timers.Count;

        await node.WriteLineAsync("churn 1000", Cancelled);
        Assert.Equal("churned 1000 with 1000", await node.ReadLineAsync(Cancelled));

        await Eventually.TrueAsync(() => Volatile.Read(ref closed) >= 1_000 && host.Server.Timers.Count <= scheduled);

        Assert.Single(host.Server.Clients); // the one that stayed to see it
        Assert.Equal(1_000, closed);
    }

    [Fact]
    public async Task A_host_with_WebSockets_of_its_own_serves_as_well()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(
            heard.OnConnection,
            static options => options.PingInterval = TimeSpan.FromMilliseconds(100),
            pipeline: static app =>
            {
                app.UseWebSockets();
                app.Use(static (context, next) =>
                {
                    context.Features.Set<IHttpUpgradeFeature>(null); // all that is left is the feature of the middleware before
                    return next(context);
                });
                app.UseRouting();
            });
        await using var node = Start(host, """{"protocols":["chat"]}""");
        Assert.Equal("open [chat] []", await node.ReadLineAsync(Cancelled));
        var client = await heard.ClientAsync();

        await node.WriteLineAsync("text hello", Cancelled);
        Assert.Equal("hello", await heard.MessageAsync());
        await node.ReadUntilAsync("ping", Cancelled); // the host's
        client.Send("back");
        await node.ReadUntilAsync("text back", Cancelled);
        client.Close(4001, "over");
        await node.ReadUntilAsync("close 4001 over", Cancelled);
        Assert.Equal(4001, (await heard.ClosingAsync()).Code);
    }

    private static NodeProcess Start(WebSocketHost host, string options = "{}") => NodeProcess.Start("ws-client.mjs", $"ws://{host.Url.Authority}/ws", options);
}
