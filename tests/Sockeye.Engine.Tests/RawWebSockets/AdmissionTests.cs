using System.Net;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

public class AdmissionTests
{
    [Theory]
    [InlineData("localhost", "http://localhost", true)]
    [InlineData("LocalHost", "https://localhost", true)] // a proxy has ended TLS
    [InlineData("example.com:8443", "https://example.com:8443", true)]
    [InlineData("example.com:443", "https://example.com", true)]
    [InlineData("[::1]:5000", "http://[::1]:5000", true)]
    [InlineData("localhost", "http://localhost:81", false)]
    [InlineData("localhost:81", "http://localhost", false)]
    [InlineData("localhost", "http://evil.example", false)]
    [InlineData("localhost", "http://localhost.evil.example", false)]
    [InlineData("localhost", "null", false)]
    [InlineData("localhost", "file://localhost", false)]
    public void A_page_is_of_the_host_or_it_is_not(string host, string origin, bool isOfHost) =>
        Assert.Equal(isOfHost, Http.RequestOrigin.IsOfHost(origin, new HostString(host)));

    [Fact]
    public async Task Pages_of_other_origins_are_refused_unless_the_application_lets_them_in()
    {
        await using var strict = await WebSocketHost.StartAsync(static _ => { });
        await using var open = await WebSocketHost.StartAsync(static _ => { }, static options => options.AllowOrigin = static (_, origin) => origin == "http://friend.example");

        Assert.Equal(403, (await strict.AskAsync("\nOrigin: http://friend.example")).Answer.Status);
        Assert.Equal(101, (await strict.AskAsync("\nOrigin: http://localhost")).Answer.Status);
        Assert.Equal(101, (await open.AskAsync("\nOrigin: http://friend.example")).Answer.Status);
        Assert.Equal(403, (await open.AskAsync("\nOrigin: http://foe.example")).Answer.Status);
    }

    [Fact]
    public async Task A_hook_lets_in_or_refuses_with_its_words()
    {
        await using var host = await WebSocketHost.StartAsync(static _ => { }, static options => options.AllowRequest = static context =>
            context.Request.Headers.ContainsKey("X-Fail") ? throw new InvalidOperationException("as asked")
            : ValueTask.FromResult(context.Request.Headers.ContainsKey("X-Key") ? AdmissionResult.Allow : AdmissionResult.Refuse("no key")));

        Assert.Equal(101, (await host.AskAsync("\nX-Key: 1")).Answer.Status);
        var (_, refused) = await host.AskAsync();
        Assert.Equal((403, "no key"), (refused.Status, refused.Text));
        Assert.Equal(403, (await host.AskAsync("\nX-Fail: 1")).Answer.Status);
        Assert.True(host.Errors.Entries.TryDequeue(out var entry));
        Assert.StartsWith("Error HookFailed", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_client_too_many_is_refused_until_another_goes()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options => options.MaxClients = 2);
        await using var one = await host.OpenAsync();
        await using var two = await host.OpenAsync();
        await heard.ClientAsync();
        await heard.ClientAsync();

        Assert.Equal(503, (await host.AskAsync()).Answer.Status);
        await two.SendAsync(WireFrame.CloseFrame, default);
        await heard.ClosingAsync();

        await using var three = await host.OpenAsync();
        Assert.NotNull(await heard.ClientAsync());
    }

    [Fact]
    public async Task The_first_subprotocol_is_chosen_or_what_the_application_says()
    {
        var heard = new Listening();
        await using var first = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var chosen = await WebSocketHost.StartAsync(
            heard.OnConnection,
            static options => options.SelectSubprotocol = static (_, offered) => offered[0] == "none" ? null : offered[^1] == "odd" ? "not offered" : offered[^1]);

        Assert.Equal("one", (await first.AskAsync("\nSec-WebSocket-Protocol: one, two")).Answer.Header("Sec-WebSocket-Protocol"));
        Assert.Equal("one", (await heard.ClientAsync()).Subprotocol);
        Assert.Null((await first.AskAsync()).Answer.Header("Sec-WebSocket-Protocol"));
        Assert.Null((await heard.ClientAsync()).Subprotocol);
        Assert.Equal("two", (await chosen.AskAsync("\nSec-WebSocket-Protocol: one,two")).Answer.Header("Sec-WebSocket-Protocol"));
        Assert.Null((await chosen.AskAsync("\nSec-WebSocket-Protocol: none")).Answer.Header("Sec-WebSocket-Protocol"));
        Assert.Equal(400, (await chosen.AskAsync("\nSec-WebSocket-Protocol: odd")).Answer.Status);
        Assert.True(chosen.Errors.Entries.TryDequeue(out _));
    }

    [Fact]
    public async Task What_is_no_WebSocket_is_told_so()
    {
        await using var host = await WebSocketHost.StartAsync(static _ => { });
        using var http = new HttpClient();

        var answer = await http.GetAsync(new Uri(host.Url, "/ws"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);

        await using var connection = await RawConnection.OpenAsync(host.Url);
        await connection.SendAsync("GET /ws HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 12\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        var old = await connection.ReadResponseAsync();
        Assert.Equal((400, "13"), (old.Status, old.Header("Sec-WebSocket-Version")));
    }

    [Fact]
    public async Task Options_out_of_their_bounds_are_named()
    {
        static async Task<string> FaultOfAsync(Action<WebSocketServerOptions> configure) =>
            (await Assert.ThrowsAsync<ArgumentException>(() => WebSocketHost.StartAsync(static _ => { }, configure))).Message;

        Assert.Contains("MaxClients must be at least 1", await FaultOfAsync(static options => options.MaxClients = 0), StringComparison.Ordinal);
        Assert.Contains("OutboundBufferMessages", await FaultOfAsync(static options => options.OutboundBufferMessages = 0), StringComparison.Ordinal);
        Assert.Contains("PingTimeout", await FaultOfAsync(static options => options.PingTimeout = TimeSpan.Zero), StringComparison.Ordinal);
    }
}
