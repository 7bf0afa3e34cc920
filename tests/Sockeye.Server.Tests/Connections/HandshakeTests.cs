namespace Sockeye.Server.Tests.Connections;

public sealed class HandshakeTests
{
    [Fact, Trait("Behaviour", "32"), Trait("Behaviour", "71")]
    public async Task Each_namespace_has_an_auth_of_its_own_and_all_have_the_first_request()
    {
        var sockets = new List<Socket>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnConnection(sockets.Add);
            io.Of("/other").OnConnection(sockets.Add);
        });
        await using var client = await server.ConnectAsync("40{\"of\":\"main\"}");
        await client.SendAsync("40/other,{\"of\":\"other\"}");
        Assert.StartsWith("40/other,{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.True(await client.RoundTripAsync());

        var (main, other) = (sockets[0], sockets[1]);
        Assert.Equal(("main", "other"), (main.Handshake.Auth.GetProperty("of").GetString(), other.Handshake.Auth.GetProperty("of").GetString()));
        Assert.NotSame(main.Handshake, other.Handshake);
        Assert.All(sockets, static socket => Assert.Equal("websocket", socket.Handshake.Query["transport"]));
        Assert.Same(main.Session, other.Session);
        Assert.Same(main.Session.Request, other.Session.Request);
    }
}
