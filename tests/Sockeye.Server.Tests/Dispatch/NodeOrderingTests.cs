namespace Sockeye.Server.Tests.Dispatch;

public sealed class NodeOrderingTests
{
    [Theory]
    [InlineData(true, "start 1, start 2, start 3, end 1, end 2, end 3")]
    [InlineData(false, "start 1, end 1, start 2, end 2, start 3, end 3")]
    public async Task Handlers_start_in_order_and_wait_for_each_other_unless_it_is_Node_s_ordering(bool node, string expected)
    {
        var order = new List<string>();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new SemaphoreSlim(0);
        await using var server = await RunningServer.StartAsync(
            io =>
            {
                Assert.Equal(node ? int.MaxValue : 1, io.Main.HandlerConcurrency);
                Assert.Equal(io.Main.HandlerConcurrency, io.Of((_, _) => false).HandlerConcurrency);
                io.OnConnection(socket => socket.On("work", async (int number) =>
                {
                    Note("start " + number);
                    started.Release();
                    await (node ? release.Task : Task.CompletedTask);
                    lock (order)
                    {
                        // What ends first is up to the thread pool; that all have begun by then is not.
                        order.Add("end " + number);
                    }

                    return number;
                }));
            },
            options => options.NodeOrdering = node);
        await using var client = await server.ConnectAsync();
        for (var number = 1; number <= 3; number++)
        {
            await client.SendAsync($"42{number}[\"work\",{number}]");
        }

        for (var number = 1; number <= 3; number++)
        {
            Assert.True(await started.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }

        release.SetResult();
        for (var number = 1; number <= 3; number++)
        {
            Assert.StartsWith("43", await client.ReceiveAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(expected, string.Join(", ", node ? [.. order.Take(3), .. order.Skip(3).Order(StringComparer.Ordinal)] : order));

        void Note(string what)
        {
            lock (order)
            {
                order.Add(what);
            }
        }
    }

    [Fact]
    public void It_and_another_number_of_handlers_exclude_each_other()
    {
        var exception = Assert.Throws<ArgumentException>(() => new SocketServer(
            new SocketServerOptions { NodeOrdering = true, HandlerConcurrency = 3 },
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));
        Assert.Contains("NodeOrdering", exception.Message, StringComparison.Ordinal);
    }
}
