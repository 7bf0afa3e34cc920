using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Tests.Sockets;

public sealed class ListenerTests
{
    [Fact]
    public async Task Listeners_are_prepended_run_once_counted_and_removed()
    {
        var heard = new List<string>();
        Socket socket = null!;
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(connected =>
        {
            socket = connected;
            socket.On("e", () => heard.Add("on"));
            socket.Prepend("e", () => heard.Add("prepended"));
            socket.PrependOnce("e", () => heard.Add("prepended once"));
            socket.Once("e", (int number) => heard.Add("once " + number));
            socket.On("done", () => 1);
        }));
        await using var client = await server.ConnectAsync();
        Assert.True(await client.RoundTripAsync()); // the connection listeners have run by then
        Assert.Equal(4, socket.ListenerCount("e"));
        Assert.Equal(["e", "done"], socket.EventNames());

        await client.SendAsync("42[\"e\",1]");
        await client.SendAsync("42[\"e\",2]");
        await client.SendAsync("421[\"done\"]");

        Assert.Equal("431[1]", await client.ReceiveAsync());
        Assert.Equal(["prepended once", "prepended", "on", "once 1", "prepended", "on"], heard);
        Assert.Equal(2, socket.ListenerCount("e"));
        socket.Off("e");
        Assert.Equal(0, socket.ListenerCount("e"));
        socket.Off();
        Assert.Empty(socket.EventNames());
    }

    [Fact, Trait("Behaviour", "80")]
    public async Task Catch_all_listeners_are_prepended_and_removed_both_ways()
    {
        var heard = new List<string>();
        Socket socket = null!;
        Action<string, EventArguments> second = (name, _) => heard.Add("second " + name);
        Action<string, IReadOnlyList<object?>> sentSecond = (name, _) => heard.Add("sent second " + name);
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(connected =>
        {
            socket = connected;
            socket.OnAny(second);
            socket.PrependAny((name, arguments) => heard.Add($"first {name} {arguments}"));
            socket.OnAnyOutgoing(sentSecond);
            socket.PrependAnyOutgoing((name, arguments) => heard.Add($"sent first {name} {arguments.Count}"));
            socket.On("ask", () => 1);
        }));
        await using var client = await server.ConnectAsync();
        Assert.True(await client.RoundTripAsync()); // the connection listeners have run by then

        await client.SendAsync("421[\"ask\",5]");
        Assert.Equal("431[1]", await client.ReceiveAsync());
        socket.Emit("one", 1, 2);
        server.Io.Emit("all", new byte[] { 1 });
        await client.ReceiveAsync();
        await client.ReceiveAsync();
        Assert.Equal(
            ["first ask [5]", "second ask", "sent first one 2", "sent second one", "sent first all 1", "sent second all"], heard);

        heard.Clear();
        Assert.True(socket.OffAny(second));
        Assert.False(socket.OffAny(second));
        Assert.True(socket.OffAnyOutgoing(sentSecond));
        Assert.False(socket.OffAnyOutgoing(sentSecond));
        await client.ReceiveAsync();
        await client.SendAsync("422[\"ask\"]");
        Assert.Equal("432[1]", await client.ReceiveAsync());
        socket.Emit("two");
        Assert.Equal(["first ask []", "sent first two 0"], heard);

        heard.Clear();
        socket.OffAny();
        socket.OffAnyOutgoing();
        Assert.Equal("42[\"two\"]", await client.ReceiveAsync());
        await client.SendAsync("423[\"ask\"]");
        Assert.Equal("433[1]", await client.ReceiveAsync());
        Assert.Empty(heard);
    }

    [Theory, Trait("Behaviour", "46")]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("disconnect")]
    [InlineData("disconnecting")]
    [InlineData("newListener")]
    [InlineData("removeListener")]
    public async Task Reserved_names_are_refused_with_the_name(string name)
    {
        Socket socket = null!;
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(connected => socket = connected));
        await using var client = await server.ConnectAsync();
        Assert.True(await client.RoundTripAsync()); // the connection listeners have run by then
        var cancelled = TestContext.Current.CancellationToken;

        IEmitter[] emitters = [server.Io, server.Io.Main, server.Io.To("room"), socket, socket.Volatile, socket.Broadcast];
        foreach (var emitter in emitters)
        {
            Assert.Contains($"\"{name}\" is a reserved", Assert.Throws<ArgumentException>(() => emitter.Emit(name)).Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<ArgumentException>(async () => await emitter.EmitAsync(name, cancelled));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => socket.TryEmitWithAckAsync<int>(name, cancelled));
        Assert.Throws<ArgumentException>(() => socket.On(name, () => { }));
        Assert.True(ReservedEventNames.Contains(name));
        server.Io.Emit("connection"); // not reserved, nor is "error"
        Assert.Equal("42[\"connection\"]", await client.ReceiveAsync());
    }
}
