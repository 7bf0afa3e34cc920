using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Broadcasting;

/// <summary>What is one argument in JavaScript is one argument here.</summary>
public sealed class ArgumentListTests
{
    private static readonly string[] Names = ["ann", "bob"];

    [Fact]
    public async Task An_array_is_one_argument_however_it_is_emitted()
    {
        var connected = new TaskCompletionSource<Socket>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket => connected.SetResult(socket)));
        await using var client = await server.ConnectAsync();
        var socket = await connected.Task.DefaultTimeout();
        var io = server.Io;

        socket.Emit("n", Names);
        socket.Emit("n", (object)Names);
        socket.Emit("n", new object[] { 1, "two" });
        socket.Compress(false).Emit("n", Names);
        io.Emit("n", Names);
        io.Main.Emit("n", Names);
        io.To(socket.Id).Emit("n", Names);
        await socket.EmitAsync("n", Names, TestContext.Current.CancellationToken);
        await io.EmitAsync("n", Names, TestContext.Current.CancellationToken);
        socket.Emit("n", Names, 3);
        socket.Send(Names);

        const string expected = "42[\"n\",[\"ann\",\"bob\"]]";
        string[] received = [.. await ReceiveAsync(client, 11)];
        Assert.Equal(
            [
                expected, expected, "42[\"n\",[1,\"two\"]]", expected, expected, expected, expected, expected, expected,
                "42[\"n\",[\"ann\",\"bob\"],3]", "42[\"message\",[\"ann\",\"bob\"]]",
            ],
            received);
    }

    [Fact]
    public async Task An_array_is_one_argument_of_a_question_and_of_an_answer()
    {
        var connected = new TaskCompletionSource<Socket>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.On("names", () => Names);
            socket.On("early", (Ack ack) => ack.Send(Names));
            socket.On("several", (Ack ack) => ack.Send(1, Names));
            connected.SetResult(socket);
        }));
        await using var client = await server.ConnectAsync();
        var socket = await connected.Task.DefaultTimeout();

        await client.SendAsync("421[\"names\"]");
        Assert.Equal("431[[\"ann\",\"bob\"]]", await client.ReceiveAsync());
        await client.SendAsync("422[\"early\"]");
        Assert.Equal("432[[\"ann\",\"bob\"]]", await client.ReceiveAsync());
        await client.SendAsync("423[\"several\"]");
        Assert.Equal("433[1,[\"ann\",\"bob\"]]", await client.ReceiveAsync());

        var answer = socket.EmitWithAckAsync<string[]>("q", Names, TestContext.Current.CancellationToken);
        Assert.Equal("421[\"q\",[\"ann\",\"bob\"]]", await client.ReceiveAsync());
        await client.SendAsync("431[[\"cid\"]]");
        Assert.Equal("cid", Assert.Single((await answer.DefaultTimeout())!));
    }

    private static async Task<List<string>> ReceiveAsync(WireClient client, int count)
    {
        var received = new List<string>();
        while (received.Count < count)
        {
            received.Add(await client.ReceiveAsync());
        }

        return received;
    }
}
