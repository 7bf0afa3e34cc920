using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sockeye.Browser.Tests.Clients;

/// <summary>A browser whose WebSockets are streams of the HTTP/2 connection that its page came over (RFC 8441).</summary>
public sealed class Http2Tests(Browser browser)
{
    private const string Page = """
        <!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>HTTP/2</title><p id="result">…</p>
        <script src="/socket.io/socket.io.min.js"></script>
        <script>
          const socket = io({ transports: TRANSPORTS });
          const whenUpgraded = (then) => socket.io.engine.transport.name === "websocket" ? then() : socket.io.engine.once("upgrade", then);
          socket.once("connect", () => whenUpgraded(async () => {
            const echoed = [];
            for (let i = 0; i < 50; i++) {
              const text = `${i} ` + "é".repeat(i * 100);
              const [back, bytes] = await new Promise((resolve) => socket.emit("echo", text, new Uint8Array([i, 255]), (...answer) => resolve(answer)));
              echoed.push(back === text && new Uint8Array(bytes)[0] === i);
            }

            socket.once("question", (text, answer) => answer(text.toUpperCase()));
            socket.once("news", (news) => {
              document.querySelector("#result").textContent = JSON.stringify([echoed.every(Boolean), news.length, socket.io.engine.transport.name]);
            });
            socket.emit("ask me");
          }));
        </script>
        """;

    [Theory]
    [InlineData("[\"websocket\"]", false)]
    [InlineData("[\"polling\", \"websocket\"]", false)]
    [InlineData("[\"websocket\"]", true)]
    public async Task The_official_client_talks_over_HTTP_2(string transports, bool compresses)
    {
        var requests = new ConcurrentQueue<string>();
        await using var app = await StartAsync(transports, compresses, requests);

        await using var tab = await browser.OpenAsync(app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal), trusting: true);

        Assert.Equal("[true,300000,\"websocket\"]", await tab.WaitForAsync("#result", "^\\["));
        Assert.Empty(await tab.ProblemsAsync());
        Assert.Contains("HTTP/2 CONNECT websocket", requests);
        Assert.All(requests, static request => Assert.StartsWith("HTTP/2 ", request, StringComparison.Ordinal));
        var extensions = Assert.Single(requests, static request => request.StartsWith("HTTP/2 answers ", StringComparison.Ordinal));
        Assert.Equal(compresses, extensions.Contains("permessage-deflate", StringComparison.Ordinal));
    }

    private static async Task<WebApplication> StartAsync(string transports, bool compresses, ConcurrentQueue<string> requests)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1AndHttp2;
            endpoint.UseHttps(MakeCertificate());
        }));
        builder.Services.AddSockeye(options => options.WebSocketCompression = compresses ? new() { Threshold = 64 } : null);
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            var transport = context.Request.Query["transport"].ToString();
            requests.Enqueue($"{context.Request.Protocol} {context.Request.Method} {transport}");
            if (transport == "websocket")
            {
                var request = context.Request.Protocol;
                context.Response.OnStarting(() =>
                {
                    requests.Enqueue($"{request} answers {context.Response.StatusCode} {context.Response.Headers.SecWebSocketExtensions}");
                    return Task.CompletedTask;
                });
            }

            await next(context);
        });
        app.MapGet("/", () => Results.Content(Page.Replace("TRANSPORTS", transports, StringComparison.Ordinal), "text/html; charset=utf-8"));
        var io = app.MapSockeye();
        io.OnConnection(socket =>
        {
            socket.On("echo", (EventArguments arguments, Ack ack) => ack.Send(arguments));
            socket.On("ask me", async () =>
            {
                Assert.Equal("WHO?", await socket.EmitWithAckAsync<string>("question", "who?"));
                io.Emit("news", new string('x', 300_000));
            });
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
