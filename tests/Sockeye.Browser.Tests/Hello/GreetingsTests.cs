namespace Sockeye.Browser.Tests.Hello;

/// <summary>The two-second loop that the hello page's server runs for each connection.</summary>
public sealed class GreetingsTests
{
    private const int Visitors = 1000;
    private const int AtATime = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_come_and_go_and_no_loop_is_left()
    {
        await using var demo = await SampleProcess.StartAsync("Demo");

        for (var come = 0; come < Visitors; come += AtATime)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => RawClient.ConnectAsync(demo.Port, Aborted)));
            await Eventually.EqualsAsync((AtATime, AtATime), () => CountsAsync(demo), Limit);
            if (come == 0)
            {
                // The loops do run, and someone who leaves in the middle of one is no different.
                var greetings = await Task.WhenAll(clients.Select(client => client.ReceiveAsync(Aborted)));
                Assert.All(greetings, packet => Assert.StartsWith("42[\"fromServer\",1,", packet, StringComparison.Ordinal));
            }

            await Task.WhenAll(clients.Select((client, index) => LeaveAsync(client, index)));
            await Eventually.EqualsAsync((0, 0), () => CountsAsync(demo), Limit);
        }
    }

    /// <summary>In turn: Engine.IO's close, Socket.IO's disconnect, WebSocket's close, no word at all.</summary>
    private static async Task LeaveAsync(RawClient client, int index)
    {
        await using (client)
        {
            switch (index % 4)
            {
                case 0:
                    await client.SendAsync("1", Aborted);
                    break;
                case 1:
                    await client.SendAsync("41", Aborted);
                    break;
                case 2:
                    await client.CloseAsync(Aborted);
                    break;
            }
        }
    }

    private static async Task<(int Connections, int Greetings)> CountsAsync(SampleProcess demo)
    {
        var status = await demo.GetAsync("/hello/status");
        return (status["connections"]!.GetValue<int>(), status["greetings"]!.GetValue<int>());
    }
}
