namespace Sockeye.Server.Tests.Dispatch;

public sealed class MessageTests
{
    [Fact, Trait("Behaviour", "64"), Trait("Behaviour", "69")]
    public async Task What_is_sent_at_the_connection_comes_as_messages_in_order_and_messages_are_heard()
    {
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            for (var number = 1; number <= 50; number++)
            {
                socket.Send(number);
            }

            socket.On("message", (string text) => "heard " + text);
        }));
        await using var client = await server.ConnectAsync();

        for (var number = 1; number <= 50; number++)
        {
            Assert.Equal($"42[\"message\",{number}]", await client.ReceiveAsync());
        }

        await client.SendAsync("421[\"message\",\"hi\"]");
        Assert.Equal("431[\"heard hi\"]", await client.ReceiveAsync());
    }

    [Fact, Trait("Behaviour", "73")]
    public async Task Where_larger_payloads_are_allowed_megabytes_are_an_event()
    {
        await using var server = await RunningServer.StartAsync(
            io => io.OnConnection(static socket => socket.On("large", (string text) => text.Length)),
            options => options.MaxPayload = 10_000_000);
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"large\",\"" + new string('x', 5_000_000) + "\"]");

        Assert.Equal("431[5000000]", await client.ReceiveAsync());
    }
}
