using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

public class LeakTests
{
    private const int Round = 500;

    /// <summary>They are told of each other, talk, and leave with a closing frame, a reset, the end of their stream, or by answering no ping.</summary>
    [Fact]
    public async Task Nothing_is_left_of_thousands_of_clients_that_have_left()
    {
        var time = new ManualTimeProvider();
        var (opened, closed) = (0, 0);
        var clients = new System.Collections.Concurrent.ConcurrentBag<WeakReference>();
        await using var host = await WebSocketHost.StartAsync(
            client =>
            {
                Interlocked.Increment(ref opened);
                clients.Add(new WeakReference(client));
                client.OnMessage(message => client.Send(message.Text));
                client.OnClose(_ => Interlocked.Increment(ref closed));
            },
            time: time);
        for (var round = 0; round < 10; round++)
        {
            await Parallel.ForAsync(0, Round, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (index, _) => await LiveAsync(host, index));
            await Eventually.TrueAsync(() => host.Server.Clients.Count <= Round / 4);

            time.Advance(TimeSpan.FromSeconds(60));
            Assert.True(host.Server.Clients.Count == 0, $"{host.Server.Clients.Count} are left.");
        }

        await Eventually.TrueAsync(
            () => Volatile.Read(ref closed) >= opened && host.Server.Timers.Count == 0,
            () => time.Advance(TimeSpan.FromSeconds(1))); // who was closed for its silence has some time to say goodbye

        Assert.Equal(10 * Round, opened);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.InRange(clients.Count(static client => client.IsAlive), 0, Round); // the last ones may lie on a stack yet
    }

    private static async Task LiveAsync(WebSocketHost host, int index)
    {
        var socket = await host.OpenAsync();
        await socket.SendTextAsync($"hello {index}");
        Assert.Equal($"hello {index}", (await socket.ReadAsync()).Text);
        switch (index % 4)
        {
            case 0:
                await socket.SendAsync(WireFrame.CloseFrame, default);
                await socket.ReadAsync();
                await socket.DisposeAsync();
                break;
            case 1:
                socket.Connection.Reset();
                break;
            case 2:
                await socket.DisposeAsync();
                break;
            default:
                await socket.PassAsync();
                break; // silent
        }
    }
}
