using System.Net;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Hosting;

public sealed class StandaloneServerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact, Trait("Behaviour", "1"), Trait("Behaviour", "58"), Trait("Behaviour", "3")]
    public async Task It_serves_Socket_IO_alone_and_its_port_is_free_when_it_has_stopped()
    {
        int port;
        await using (var server = await StandaloneServer.StartAsync(0, io => io.OnConnection(socket => socket.On("add", (int a, int b) => a + b)), cancellationToken: Cancelled))
        {
            port = Assert.Single(server.Addresses).Port;
            var address = new Uri($"http://127.0.0.1:{port}");
            await using var client = await WireClient.ConnectAsync(address, "40");
            await client.SendAsync("421[\"add\",1,2]");
            Assert.Equal("431[3]", await client.ReceiveAsync());
            using var http = new HttpClient { BaseAddress = address };
            using var elsewhere = await http.GetAsync(new Uri("/elsewhere", UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
            using var file = await http.GetAsync(new Uri("/socket.io/socket.io.js", UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);

            await server.StopAsync(Cancelled).DefaultTimeout();
            Assert.Equal("closed", await client.ReceiveAsync());
            Assert.Equal(0, server.Io.Engine.Timers.Count);
        }

        await using var again = await StandaloneServer.StartAsync(
            kestrel => kestrel.Listen(IPAddress.Loopback, port), io => io.OnConnection(_ => { }), options => options.Path = "/events", Cancelled);
        await using var back = await WireClient.ConnectAsync(again.Addresses[0], "40", "/events/");
        Assert.StartsWith("40{", back.Greeting, StringComparison.Ordinal);
        using var end = new CancellationTokenSource();
        var waiting = again.WaitForShutdownAsync(end.Token);
        Assert.False(waiting.IsCompleted);
        await end.CancelAsync();
        await waiting.DefaultTimeout();
    }

    [Fact]
    public async Task A_port_that_is_none_or_is_taken_is_an_error_that_says_so()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => StandaloneServer.StartAsync(65536, _ => { }, cancellationToken: Cancelled));
        await using var server = await StandaloneServer.StartAsync(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0), _ => { }, cancellationToken: Cancelled);

        var taken = await Assert.ThrowsAsync<IOException>(() => StandaloneServer.StartAsync(
            kestrel => kestrel.Listen(IPAddress.Loopback, server.Addresses[0].Port), _ => { }, cancellationToken: Cancelled));
        Assert.Contains(server.Addresses[0].Port.ToString(System.Globalization.CultureInfo.InvariantCulture), taken.Message, StringComparison.Ordinal);
    }
}
