using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sockeye.Browser.Tests;

/// <summary>The browser's own WebSocket.</summary>
public sealed class RawWebSocketTests(Browser browser)
{
    private const string Page = """
        <!doctype html><link rel="icon" href="data:,"><title>WebSocket</title><ul id="log"></ul><script>
        const say = (text) => document.querySelector('#log').append(Object.assign(document.createElement('li'), { textContent: text }));
        const socket = new WebSocket(`ws://${location.host}/ws`, ['chat', 'other']);
        socket.binaryType = 'arraybuffer';
        socket.onopen = () => { say(`open ${socket.protocol} [${socket.extensions.split(";")[0]}]`); socket.send('grüße'); socket.send(new Uint8Array([0, 255])); socket.send('x'.repeat(300000)); socket.send('all'); };
        socket.onmessage = ({ data }) => {
          say(typeof data !== 'string' ? `bytes ${new Uint8Array(data)}` : data.length > 100 ? `text of ${data.length}` : `text ${data}`);
          if (data === 'to all') socket.send('close me');
        };
        socket.onclose = ({ code, reason, wasClean }) => say(`close ${code} ${reason} ${wasClean}`);
        </script>
        """;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task It_talks_to_a_raw_WebSocket_endpoint(bool compresses, bool takesOver)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/", static () => Results.Content(Page, "text/html; charset=utf-8"));
        app.MapWebSockets("/ws", static ws => ws.OnMessage(message =>
        {
            switch (message)
            {
                case { IsBinary: false, Text: "all" }:
                    ws.Server.Clients.Send("to all");
                    break;
                case { IsBinary: false, Text: "close me" }:
                    ws.Close(4321, "auf Wiedersehen");
                    break;
                default:
                    ws.Send(message);
                    break;
            }
        }),
        options => options.Compression = compresses
            ? new() { Threshold = 0, ServerContextTakeover = takesOver, ClientContextTakeover = takesOver, ServerMaxWindowBits = 12, ClientMaxWindowBits = 12 }
            : null);
        await app.StartAsync(TestContext.Current.CancellationToken);

        await using var tab = await browser.OpenAsync(app.Urls.First());
        await tab.WaitForAsync("#log li:last-child", "^close");

        Assert.Equal(
            [$"open chat [{(compresses ? "permessage-deflate" : "")}]", "text grüße", "bytes 0,255", "text of 300000", "text to all", "close 4321 auf Wiedersehen true"],
            await tab.TextsAsync("#log li"));
        Assert.Empty(await tab.ProblemsAsync());
    }
}
