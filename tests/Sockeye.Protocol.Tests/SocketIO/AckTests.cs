namespace Sockeye.Protocol.Tests.SocketIO;

public class AckTests
{
    [Fact]
    public void Of_answers_given_at_the_same_time_one_is_sent()
    {
        for (var round = 0; round < 100; round++)
        {
            var ack = new CountingAck();

            Parallel.For(0, 8, i => ack.Send(i));

            Assert.Equal(1, ack.Written);
        }
    }

    [Fact]
    public void Nobody_is_answered_who_did_not_ask()
    {
        Ack.Unwanted.Send(1);

        Assert.False(Ack.Unwanted.IsWanted);
        Assert.False(Ack.Unwanted.IsSent);
    }

    private sealed class CountingAck : Ack
    {
        private int _written;

        public int Written => _written;

        protected override void Write(ReadOnlySpan<object?> arguments) => Interlocked.Increment(ref _written);
    }
}
