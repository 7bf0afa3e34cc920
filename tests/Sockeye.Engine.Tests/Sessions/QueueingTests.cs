using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Sessions;

/// <summary>Sending in two steps: queued under a lock of the caller's, written behind it.</summary>
public sealed class QueueingTests : IDisposable
{
    private readonly TimerWheel _timers = new(new ManualTimeProvider());
    private readonly List<string> _noted = [];
    private readonly Owner _owner;

    public QueueingTests() => _owner = new Owner(_timers);

    private Outbox Outbox => _owner.Outbox;

    [Fact]
    public void What_is_queued_is_not_written_before_the_flush_and_goes_before_what_is_sent_meanwhile()
    {
        Queue("one");
        Queue("two");
        Outbox.Send(Text("sent meanwhile"), isVolatile: false);
        Assert.Empty(_owner.Now.Written);

        Outbox.Flush(_owner);

        Assert.Equal(["one", "two", "sent meanwhile"], _owner.Now.Written);
        Assert.Equal(["one Next", "two Next"], _noted);
        Outbox.Flush(_owner);
        Outbox.Send(Text("sent later"), isVolatile: false);
        Assert.Equal("sent later", _owner.Now.Written[^1]);
    }

    [Fact]
    public void What_is_queued_goes_out_over_the_transport_to_which_the_session_has_moved_meanwhile()
    {
        Queue("before");
        var former = _owner.Now;
        var now = new Pipe(_owner.Outbox);
        Outbox.TrySwitch(now);
        Assert.Equal(["before"], now.Written);
        Queue("after");
        Outbox.Flush(_owner);
        Outbox.Flush(_owner);

        Assert.Equal(["before", "after"], now.Written);
        Assert.Empty(former.Written);
        Assert.True(former.IsReady);
    }

    [Fact]
    public async Task What_waits_for_room_is_noted_when_it_has_its_place_and_not_before()
    {
        _owner.Now.IsStuck = true;
        Queue("12345678");
        var waiting = Outbox.QueueAsync(
            _owner, Text("waited"), SlowClientPolicy.Close, SlowClientPolicy.Close, "waited", Note, TestContext.Current.CancellationToken).AsTask();
        Queue("overtook");
        Outbox.Flush(_owner);
        Assert.Equal(["12345678 Next", "waited Waits", "overtook Next"], _noted);

        _owner.Now.IsStuck = false;
        _owner.Now.Pump(first: null);

        Assert.True(await waiting.DefaultTimeout());
        Assert.Equal("waited Late", _noted[^1]);
        Assert.Equal(["12345678", "overtook", "waited"], _owner.Now.Written);
    }

    [Fact]
    public async Task What_waited_in_vain_is_not_noted_again()
    {
        _owner.Now.IsStuck = true;
        Queue("12345678");
        var waiting = Outbox.QueueAsync(
            _owner, Text("waited"), SlowClientPolicy.Close, SlowClientPolicy.Close, "waited", Note, TestContext.Current.CancellationToken).AsTask();
        Outbox.Flush(_owner);
        Outbox.TryShut();

        Assert.False(await waiting.DefaultTimeout());
        Assert.False(Queue("after the end"));
        Assert.Equal(["12345678 Next", "waited Waits", "after the end Next"], _noted);
    }

    [Theory]
    [InlineData(SlowClientPolicy.Close, 1, 0, 10)]
    [InlineData(SlowClientPolicy.Drop, 0, 2, 8)]
    [InlineData(SlowClientPolicy.Wait, 0, 0, 10)]
    public void Past_the_budget_the_policy_is_carried_out_by_the_flush(SlowClientPolicy policy, int ended, int dropped, int noted)
    {
        _owner.Now.IsStuck = true;
        for (var i = 0; i < 10; i++)
        {
            Queue($"{i}", policy);
        }

        Assert.Equal((0, 0, noted), (_owner.Ended, _owner.Dropped, _noted.Count));
        Outbox.Flush(_owner);
        Assert.Equal((ended, dropped), (_owner.Ended, _owner.Dropped));
    }

    [Fact]
    public void Messages_that_have_no_room_together_are_not_queued_at_all()
    {
        _owner.Now.IsStuck = true;
        var three = new[] { Text("a"), Text("b"), Text("c") };
        Assert.True(Outbox.TryQueue(three));
        Assert.True(Outbox.TryQueue(three));
        Assert.False(Outbox.TryQueue(three));
        Assert.True(Outbox.TryQueue(three.AsSpan(..2)));
        _owner.Now.IsStuck = false;
        Outbox.Flush(_owner);

        Assert.Equal("abcabcab", string.Concat(_owner.Now.Written));
        Assert.Equal(0, _owner.Ended);
    }

    public void Dispose() => _timers.Dispose();

    private static EncodedMessage Text(string text) => EncodedMessage.Text(System.Text.Encoding.UTF8.GetBytes(text));

    private bool Queue(string text, SlowClientPolicy policy = SlowClientPolicy.Close) => Outbox.Queue(Text(text), policy, text, Note);

    private void Note(string text, QueuePlace place)
    {
        Assert.True(Outbox.Gate.IsHeldByCurrentThread);
        _noted.Add($"{text} {place}");
    }

    /// <summary>A transport that keeps what it is to write, unless it is stuck.</summary>
    private sealed class Pipe(Outbox outbox) : Transport
    {
        private bool _writing;

        public List<string> Written { get; } = [];

        public bool IsStuck { get; set; }

        public override TransportKind Kind => TransportKind.WebSocket;

        public override bool IsReady => !_writing;

        public override bool TryStart(out bool takesFirst)
        {
            takesFirst = IsReady;
            _writing = true;
            return takesFirst;
        }

        public override void Pump(object? first)
        {
            Assert.False(outbox.Gate.IsHeldByCurrentThread);
            if (IsStuck)
            {
                return;
            }

            for (var entry = first ?? Next(); entry is not null; entry = Next())
            {
                Written.Add(System.Text.Encoding.UTF8.GetString(((EncodedMessage)entry).WebSocketPayload.Span[1..]));
            }

            outbox.OnTaken();
        }

        public override void QueueClose()
        {
            // Nobody closes it.
        }

        public override void End(CloseReason reason)
        {
            // It holds nothing.
        }

        private object? Next()
        {
            lock (outbox.Gate)
            {
                var entry = outbox.Transport == this ? outbox.Take() : null;
                _writing = entry is not null;
                return entry;
            }
        }
    }

    private sealed class Owner : IOutboxOwner
    {
        public Owner(TimerWheel timers)
        {
            Timers = timers;
            Outbox = new Outbox(new OutboxLimits(Bytes: 100_000, Packets: 8, RoomBytes: 20, TimeSpan.FromSeconds(10)));
            Now = new Pipe(Outbox);
            Outbox.Transport = Now;
        }

        public Outbox Outbox { get; }

        public Pipe Now { get; }

        public TimerWheel Timers { get; }

        public int Ended { get; private set; }

        public int Dropped { get; private set; }

        public bool Accept(object entry) => Outbox.Send(entry, isVolatile: false) == SendResult.Taken;

        public void SendPing() => throw new InvalidOperationException("Nothing asks for a ping here.");

        public void OnDropped() => Dropped++;

        public void OnCloseWritten() => throw new InvalidOperationException("Nothing closes it.");

        public void End(CloseReason reason, string? detail) => Ended++;
    }
}
