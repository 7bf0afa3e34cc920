using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Limits;

/// <summary>How many acknowledgements a client that does not answer can owe.</summary>
public sealed class PendingAckLimitTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_past_the_limit_is_not_sent()
    {
        await using var server = await RunningServer.StartAsync(configure: options => options.MaxPendingAcks = 2);
        await using var client = await server.ConnectAsync();
        var socket = server.Io.Sockets.Single();
        var first = socket.TryEmitWithAckAsync<int>("first", Cancelled);
        var second = server.Io.Main.To(socket.Id).Timeout(TimeSpan.FromMinutes(1)).EmitWithAckAsync<int>("second", Cancelled);

        var third = await socket.TryEmitWithAckAsync<int>("third", Cancelled).DefaultTimeout();
        var fourth = await server.Io.Main.To(socket.Id).Timeout(TimeSpan.FromMinutes(1)).EmitWithAckAsync<int>("fourth", Cancelled).DefaultTimeout();
        var thrown = await Assert.ThrowsAsync<AcknowledgementException>(() => socket.EmitWithAckAsync<int>("fifth", Cancelled).DefaultTimeout());

        Assert.Equal(AckFailure.TooMany, third.Failure);
        Assert.Equal(AckFailure.TooMany, Assert.Single(fourth.Failures).Reason);
        Assert.Contains("MaxPendingAcks", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("421[\"first\"]", await client.ReceiveAsync());
        Assert.Equal("422[\"second\"]", await client.ReceiveAsync());

        await client.SendAsync("431[1]");
        Assert.Equal(1, (await first.DefaultTimeout()).Value);
        var sixth = socket.TryEmitWithAckAsync<int>("sixth", Cancelled);
        Assert.StartsWith("42", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.False(sixth.IsCompleted);
        Assert.False(second.IsCompleted);
    }
}
