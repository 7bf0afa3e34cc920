namespace Sockeye.Server.Tests.Namespaces;

public sealed class MainNamespaceTests
{
    [Fact, Trait("Behaviour", "35")]
    public async Task It_has_three_names_and_what_the_server_is_told_it_is_told()
    {
        var told = new List<string>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            Assert.Same(io.Main, io.Of("/"));
            Assert.Same(io.Main, io.Of(string.Empty));
            Assert.Same(io.Of("/named"), io.Of("named"));
            io.Use(_ =>
            {
                told.Add("middleware");
                return ConnectionResult.Accept;
            });
            io.OnConnection(_ => told.Add("by the server"));
            io.Main.OnConnection(_ => told.Add("by the namespace"));
        });
        await using var client = await server.ConnectAsync();
        Assert.True(await client.RoundTripAsync());

        Assert.Equal(["middleware", "by the server", "by the namespace"], told);
        Assert.Equal(server.Io.Sockets, server.Io.Main.Sockets);
    }
}
