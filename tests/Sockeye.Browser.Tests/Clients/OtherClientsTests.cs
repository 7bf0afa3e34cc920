using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Clients;

/// <summary>Clients as a page has them, in a real browser: the one with MessagePack that the server itself serves, and that of Socket.IO v2.</summary>
public sealed class OtherClientsTests(Browser browser)
{
    private const string Script = """
        <!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A client</title><p id="result">…</p>
        <script src="SOURCE"></script>
        <script>
          const bytesOf = b => Array.from(ArrayBuffer.isView(b) ? new Uint8Array(b.buffer, b.byteOffset, b.byteLength) : new Uint8Array(b));
          // A page has not loaded while a script of it has not: one that polls by scripts would never be done.
          addEventListener("load", () => setTimeout(() => {
            const socket = io(OPTIONS);
            socket.on("connect", () => {
              const text = "é 👋\n\\n \u2028 & + %";
              socket.emit("echo", text, new Uint8Array([0, 1, 255]).buffer, { a: [1.5, null, -3, { b: new ArrayBuffer(1) }] }, (back, bytes, object) => {
                socket.on("news", (...news) => {
                  const name = socket.io.engine.transport.name;
                  document.querySelector("#result").textContent = JSON.stringify(
                    [back === text, bytesOf(bytes), object.a.slice(0, 3), bytesOf(object.a[3].b), news[0], bytesOf(news[1]), name]);
                });
                socket.emit("tell all");
              });
            });
          }));
        </script>
        """;

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task The_client_with_MessagePack_that_the_server_serves(string transport)
    {
        await using var server = await StartAsync(
            "/socket.io/socket.io.msgpack.min.js", $$"""{ transports: ["{{transport}}"] }""", options => options.UseMessagePack());
        await AssertWorksAsync(server, transport);
    }

    [Theory]
    [Trait("Behaviour", "83")]
    [InlineData("polling", "forceJSONP: true")]
    [InlineData("polling", "forceBase64: true")]
    [InlineData("polling", "forceNode: false")]
    [InlineData("websocket", "forceBase64: true")]
    [InlineData("websocket", "forceNode: false")]
    public async Task The_client_of_version_2(string transport, string how)
    {
        await using var server = await StartAsync(
            "/version2.js", $$"""{ transports: ["{{transport}}"], {{how}} }""", options => options.AllowEIO3 = true);
        await AssertWorksAsync(server, transport);
    }

    private async Task AssertWorksAsync(WebApplication server, string transport)
    {
        await using var tab = await browser.OpenAsync(server.Urls.Single());
        var result = await tab.WaitForAsync("#result", "^\\[");
        Assert.Equal($"""[true,[0,1,255],[1.5,null,-3],[0],"news",[7],"{transport}"]""", result);
        Assert.Empty(await tab.ProblemsAsync());
    }

    private static async Task<WebApplication> StartAsync(string source, string clientOptions, Action<SocketServerOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSockeye(configure);
        var app = builder.Build();
        app.MapGet("/", () => Results.Content(
            Script.Replace("SOURCE", source, StringComparison.Ordinal).Replace("OPTIONS", clientOptions, StringComparison.Ordinal), "text/html; charset=utf-8"));
        app.MapGet("/version2.js", () => Results.File(
            RepositoryRoot.PathOf("tests", "js", "node_modules", "socket.io-client-v2", "dist", "socket.io.dev.js"), "text/javascript"));
        var io = app.MapSockeye();
        io.OnConnection(socket =>
        {
            socket.On("echo", (EventArguments arguments, Ack ack) => ack.Send(arguments));
            socket.On("tell all", () => io.Emit("news", "news", new byte[] { 7 }));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
