using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Broadcasting;

public sealed class VolatileTests
{
    [Theory, Trait("Behaviour", "68")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_volatile_broadcast_is_dropped_for_a_client_without_a_poll_whether_awaited_or_not(bool awaited)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var connected = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(_ => connected.SetResult()));
        using var http = new HttpClient { BaseAddress = server.Address };
        var open = await http.GetStringAsync("/socket.io/?EIO=4&transport=polling", cancellation).DefaultTimeout();
        var session = "/socket.io/?EIO=4&transport=polling&sid=" + open.Split('"')[3];
        using var connect = new StringContent("40");
        using var posted = await http.PostAsync(session, connect, cancellation).DefaultTimeout();
        await connected.Task.DefaultTimeout();

        if (awaited)
        {
            await server.Io.Volatile.EmitAsync("dropped", cancellation);
        }
        else
        {
            server.Io.Volatile.Emit("dropped");
        }

        server.Io.Emit("kept");
        var packets = (await http.GetStringAsync(session, cancellation).DefaultTimeout()).Split('\u001e');
        Assert.StartsWith("40{", packets[0], StringComparison.Ordinal);
        Assert.Equal(["42[\"kept\"]"], packets[1..]);
    }

    [Fact, Trait("Behaviour", "44"), Trait("Behaviour", "68")]
    public async Task A_poll_that_is_taken_by_an_event_is_not_there_for_a_volatile_one()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var connected = new TaskCompletionSource<Socket>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(connected.SetResult));
        using var http = new HttpClient { BaseAddress = server.Address };
        var open = await http.GetStringAsync("/socket.io/?EIO=4&transport=polling", cancellation).DefaultTimeout();
        var session = "/socket.io/?EIO=4&transport=polling&sid=" + open.Split('"')[3];
        using var connect = new StringContent("40");
        using var posted = await http.PostAsync(session, connect, cancellation).DefaultTimeout();
        var socket = await connected.Task.DefaultTimeout();
        Assert.StartsWith("40{", await http.GetStringAsync(session, cancellation).DefaultTimeout(), StringComparison.Ordinal);

        var poll = await PollAsync();
        socket.Volatile.Emit("alone");
        Assert.Equal("42[\"alone\"]", await poll.DefaultTimeout());

        poll = await PollAsync();
        socket.Emit("regular");
        socket.Volatile.Emit("dropped");
        Assert.Equal("42[\"regular\"]", await poll.DefaultTimeout());
        socket.Emit("last");
        Assert.Equal("42[\"last\"]", await http.GetStringAsync(session, cancellation).DefaultTimeout());

        async Task<Task<string>> PollAsync()
        {
            var answer = http.GetStringAsync(session, cancellation);
            await Eventually.TrueAsync(() => socket.Session.IsWritable || answer.IsCompleted);
            Assert.False(answer.IsCompleted);
            return answer;
        }
    }
}
