using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sockeye.TestKit;
using Sockeye.Transport.Tests.Support;

namespace Sockeye.Transport.Tests.Http;

public sealed class HttpTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_is_used_for_many_requests()
    {
        await using var host = await TransportHost.StartAsync(static app => app.MapGet("/{text}", static (string text) => text));
        using var client = await host.ConnectAsync();

        for (var i = 0; i < 500; i++)
        {
            Assert.Equal($"number-{i}", await client.GetAsync($"/number-{i}"));
        }

        Assert.Equal(1, host.Connections);
    }

    [Fact]
    public async Task Requests_sent_together_are_answered_in_their_order()
    {
        await using var host = await TransportHost.StartAsync(static app => app.MapGet("/{text}", static (string text) => text));
        using var client = await host.ConnectAsync();

        await client.SendAsync(string.Concat(Enumerable.Range(0, 300).Select(static i => PlainClient.Get($"/{i}"))));

        for (var i = 0; i < 300; i++)
        {
            Assert.Equal($"{i}", Encoding.UTF8.GetString(await client.ReceiveAnswerAsync()));
        }
    }

    [Fact]
    public async Task A_request_may_come_byte_by_byte()
    {
        await using var host = await TransportHost.StartAsync(static app => app.MapGet("/slow", static () => "it came"));
        using var client = await host.ConnectAsync();

        foreach (var letter in PlainClient.Get("/slow"))
        {
            await client.SendAsync($"{letter}");
        }

        Assert.Equal("it came", Encoding.UTF8.GetString(await client.ReceiveAnswerAsync()));
    }

    // Both directions at once: each is far more than the buffers on the way hold.
    [Fact]
    public async Task A_body_of_many_megabytes_is_echoed_while_it_comes()
    {
        await using var host = await TransportHost.StartAsync(static app => app.MapPost("/", static (HttpContext context) =>
        {
            context.Response.ContentLength = context.Request.ContentLength;
            return context.Request.Body.CopyToAsync(context.Response.Body);
        }));
        using var client = await host.ConnectAsync();
        var sent = RandomNumberGenerator.GetBytes(20_000_000);

        var answer = client.ReceiveAnswerAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: {sent.Length}\r\n\r\n");
        await client.SendAsync(sent);

        Assert.Equal(sent, await answer);
    }

    [Fact]
    public async Task A_handler_may_read_its_request_and_write_its_answer_synchronously()
    {
        await using var host = await TransportHost.StartAsync(
            static app => app.MapPost("/", static (HttpContext context) =>
            {
                context.Response.ContentLength = context.Request.ContentLength;
                context.Request.Body.CopyTo(context.Response.Body);
            }),
            static kestrel => kestrel.AllowSynchronousIO = true);
        using var client = await host.ConnectAsync();

        await client.SendAsync("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n01234");
        await client.SendAsync("56789");
        Assert.Equal("0123456789", Encoding.ASCII.GetString(await client.ReceiveAnswerAsync()));

        var sent = RandomNumberGenerator.GetBytes(5_000_000);
        var answer = client.ReceiveAnswerAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: {sent.Length}\r\n\r\n");
        await client.SendAsync(sent);
        Assert.Equal(sent, await answer);
    }

    [Fact]
    public async Task Handlers_that_block_their_threads_hold_up_nobody_else()
    {
        const int blocked = 6; // more than there are workers to begin with
        using var gate = new ManualResetEventSlim();
        await using var host = await TransportHost.StartAsync(app =>
        {
            app.MapGet("/block", () => gate.Wait(TimeSpan.FromSeconds(30)) ? "went on" : "was forgotten");
            app.MapGet("/go", static () => "went");
            app.MapGet("/open", () =>
            {
                gate.Set();
                return "open";
            });
        });
        var clients = await Task.WhenAll(Enumerable.Range(0, blocked).Select(_ => host.ConnectAsync()));
        using var other = await host.ConnectAsync();

        foreach (var client in clients)
        {
            await client.SendAsync(PlainClient.Get("/block"));
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("went", await other.GetAsync("/go"));
        }

        Assert.Equal("open", await other.GetAsync("/open"));
        foreach (var client in clients)
        {
            Assert.Equal("went on", Encoding.ASCII.GetString(await client.ReceiveAnswerAsync()));
            client.Dispose();
        }
    }

    [Fact]
    public async Task A_client_that_reads_slowly_gets_everything()
    {
        var sent = RandomNumberGenerator.GetBytes(500_000);
        await using var host = await TransportHost.StartAsync(app => app.MapGet("/", (HttpContext context) =>
        {
            context.Response.ContentLength = sent.Length;
            return context.Response.Body.WriteAsync(sent).AsTask();
        }));
        using var client = await host.ConnectAsync();
        client.Socket.ReceiveBufferSize = 32_768; // it says again and again that it has no room

        await client.SendAsync(PlainClient.Get("/"));

        Assert.Equal(sent, await client.ReceiveAnswerAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_costs_bounded_memory_and_is_reset_by_the_data_rate()
    {
        var (written, held) = (0L, -1L); // what is written once the connection has been reset goes nowhere and waits for nobody: only what was held back counts
        await using var host = await TransportHost.StartAsync(
            app => app.MapGet("/", async (HttpContext context) =>
            {
                var chunk = new byte[65_536];
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    var write = context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                    if (!write.IsCompleted)
                    {
                        Volatile.Write(ref held, written);
                    }

                    await write;
                    Interlocked.Add(ref written, chunk.Length);
                }
            }),
            static kestrel => kestrel.Limits.MinResponseDataRate = new MinDataRate(1_000_000_000, TimeSpan.FromSeconds(2)));
        using var client = await host.ConnectAsync();
        client.Socket.ReceiveBufferSize = 4096;

        await client.SendAsync(PlainClient.Get("/"));
        await host.HasNoConnectionLeftAfterAsync(() => Volatile.Read(ref written) > 0);

        Assert.True((await client.ReceiveToEndAsync()).WasReset);
        Assert.InRange(Volatile.Read(ref held), 0, 32_000_000); // what the system's own buffers take at most, and 64 KiB
    }

    [Fact]
    public async Task A_request_that_is_not_read_holds_the_client_back()
    {
        var release = new TaskCompletionSource();
        await using var host = await TransportHost.StartAsync(
            app => app.MapPost("/", async (HttpContext context) =>
            {
                await release.Task;
                await context.Request.Body.CopyToAsync(Stream.Null);
                return "read";
            }),
            static kestrel => kestrel.Limits.MinRequestBodyDataRate = null);
        using var client = await host.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 30000000\r\n\r\n");

        var sending = client.SendAsync(new byte[30_000_000]);
        await Eventually.IsTrueAsync(() => host.Connections == 1);
        Assert.False(sending.IsCompleted);
        release.SetResult();

        await sending;
        Assert.Equal("read", Encoding.ASCII.GetString(await client.ReceiveAnswerAsync()));
    }

    [Fact]
    public async Task An_abort_by_the_handler_resets_the_connection()
    {
        await using var host = await TransportHost.StartAsync(static app => app.MapGet("/", static async (HttpContext context) =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        }));
        using var client = await host.ConnectAsync();

        await client.SendAsync(PlainClient.Get("/"));

        Assert.True((await client.ReceiveToEndAsync()).WasReset);
        await host.HasNoConnectionLeftAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HT")]
    [InlineData("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n0123")]
    [InlineData("GET /wait HTTP/1.1\r\nHost: here\r\n\r\n")]
    [InlineData("GET /large HTTP/1.1\r\nHost: here\r\n\r\n")]
    public async Task A_client_may_reset_its_connection_whenever_it_likes(string sent)
    {
        await using var host = await TransportHost.StartAsync(static app =>
        {
            app.Use(static async (HttpContext context, RequestDelegate next) =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception exception) when (exception is IOException or OperationCanceledException)
                {
                    context.Abort(); // what an application that minds such things would do
                }
            });
            app.MapPost("/", static (HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
            app.MapGet("/wait", static (HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
            app.MapGet("/large", static (HttpContext context) => context.Response.Body.WriteAsync(new byte[50_000_000], context.RequestAborted).AsTask());
        });
        for (var i = 0; i < 20; i++)
        {
            var client = await host.ConnectAsync();
            await client.SendAsync(sent);
            await Eventually.IsTrueAsync(() => host.Connections == 1);
            client.Reset();
            await host.HasNoConnectionLeftAsync();
        }

        Assert.True(!host.Log.Complaints.Any(), string.Join('\n', host.Log.Complaints));
    }

    [Fact]
    public async Task A_request_that_comes_with_the_end_of_the_client_is_handled()
    {
        var handled = 0;
        await using var host = await TransportHost.StartAsync(app => app.MapGet("/", () => Interlocked.Increment(ref handled)));
        for (var i = 1; i <= 50; i++)
        {
            using var client = await host.ConnectAsync();
            await client.SendAsync(PlainClient.Get("/"));
            client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await Eventually.IsTrueAsync(() => Volatile.Read(ref handled) == i);
        }
    }

    [Fact]
    public async Task Two_thousand_connections_come_and_go_and_none_is_left()
    {
        await using var host = await TransportHost.StartAsync(static app => app.MapGet("/{text}", static (string text) => text));
        var most = 0;
        for (var wave = 0; wave < 4; wave++)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
            {
                var client = await host.ConnectAsync();
                Assert.Equal($"{i}", await client.GetAsync($"/{i}"));
                return client;
            }));
            most = Math.Max(most, host.Connections);
            for (var i = 0; i < clients.Length; i++)
            {
                if (i % 2 == 0)
                {
                    clients[i].Reset();
                }

                clients[i].Dispose();
            }

            await host.HasNoConnectionLeftAsync();
        }

        Assert.Equal(500, most);
    }

    [Fact]
    public async Task Stopping_resets_the_connections_that_do_not_end()
    {
        var release = new TaskCompletionSource();
        await using var host = await TransportHost.StartAsync(app => app.MapGet("/wait", () => release.Task)); // whatever is cancelled
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.ConnectAsync()));
        await clients[0].SendAsync(PlainClient.Get("/wait"));
        await Eventually.IsTrueAsync(() => host.Connections == clients.Length);

        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await host.StopAsync(impatient.Token).DefaultTimeout();

        Assert.True((await clients[0].ReceiveToEndAsync()).WasReset);
        foreach (var client in clients[1..])
        {
            await client.ReceiveToEndAsync();
            client.Dispose();
        }

        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(host.ConnectAsync);
        release.SetResult();
    }
}
