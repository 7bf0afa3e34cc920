namespace Sockeye.Protocol.Tests.SocketIO.Listeners;

public class EventBindingTests
{
    [Fact]
    public async Task Surplus_arguments_are_ignored_and_a_missing_one_is_null()
    {
        var source = new RecordingSource();
        source.On("e", (string? a, int? b) => $"{a ?? "-"} {b?.ToString(null, null) ?? "-"}");

        Assert.Equal("[\"x 1\"]", await source.Run("x", 1, "more", new[] { 2 }));
        Assert.Equal("[\"x -\"]", await source.Run("x"));
        Assert.Equal("[\"- -\"]", await source.Run());
        Assert.Equal("[\"- -\"]", await source.Run(null, null));
    }

    [Theory]
    [InlineData("2[\"add\",1]", 1, "is missing")]
    [InlineData("2[\"add\",1,\"x\"]", 1, "cannot be read")]
    [InlineData("2[\"add\",null,1]", 0, "cannot be read")]
    [InlineData("2[\"add\",1.5,1]", 0, "cannot be read")]
    [InlineData("2[\"add\",{},1]", 0, "cannot be read")]
    public async Task An_unreadable_argument_is_named_and_the_handler_not_called(string text, int position, string problem)
    {
        var called = false;
        var ack = new RecordingAck();
        var binding = EventBinding.Create((int a, int b) => { called = true; });
        var packet = Packets.Decode(text);

        var exception = await Assert.ThrowsAsync<EventArgumentException>(async () => await binding.InvokeAsync(new EventInvocation
        {
            EventName = packet.EventName,
            Arguments = packet.Arguments,
            Serializer = Packets.Serializer,
            Ack = ack,
        }));

        Assert.Equal(("add", position, typeof(int)), (exception.EventName, exception.Position, exception.ExpectedType));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Contains("the event \"add\"", exception.Message, StringComparison.Ordinal);
        Assert.False(called);
        Assert.False(ack.IsSent);
    }

    [Fact]
    public async Task An_exception_of_the_handler_comes_out_as_it_is_and_nothing_is_answered()
    {
        var ack = new RecordingAck();
        EventBinding[] bindings =
        [
            EventBinding.Create(void () => throw new InvalidTimeZoneException()),
            EventBinding.Create(int () => throw new InvalidTimeZoneException()),
            EventBinding.Create(async () => await Task.FromException(new InvalidTimeZoneException())),
            EventBinding.Create(async () => await Task.FromException<int>(new InvalidTimeZoneException())),
            EventBinding.Create(() => ValueTask.FromException(new InvalidTimeZoneException())),
            EventBinding.Create(() => ValueTask.FromException<int>(new InvalidTimeZoneException())),
        ];

        foreach (var binding in bindings)
        {
            await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await binding.InvokeAsync(RecordingSource.Invocation(ack)));
        }

        Assert.False(ack.IsSent);
    }

    [Fact]
    public async Task Without_a_wish_for_an_answer_none_is_sent()
    {
        var ran = 0;
        Ack? given = null;
        EventBinding[] bindings =
        [
            EventBinding.Create(() => { ran++; }),
            EventBinding.Create(() => ran++),
            EventBinding.Create(async () => { await Task.Yield(); ran++; }),
            EventBinding.Create(async () => { await Task.Yield(); return ran++; }),
            EventBinding.Create(ValueTask () => { ran++; return ValueTask.CompletedTask; }),
            EventBinding.Create(() => ValueTask.FromResult(ran++)),
            EventBinding.Create((Ack ack) => { given = ack; ack.Send(ran++); }),
        ];

        foreach (var binding in bindings)
        {
            await binding.InvokeAsync(RecordingSource.Invocation(null));
        }

        Assert.Equal(bindings.Length, ran);
        Assert.Same(Ack.Unwanted, given);
        Assert.False(given!.IsWanted);
        Assert.False(given.IsSent);
    }

    [Fact]
    public async Task A_handler_that_completes_later_is_answered_later()
    {
        var gate = new TaskCompletionSource<int>();
        var ack = new RecordingAck();

        var running = EventBinding.Create(() => new ValueTask<int>(gate.Task)).InvokeAsync(RecordingSource.Invocation(ack));
        Assert.False(running.IsCompleted);
        Assert.False(ack.IsSent);
        gate.SetResult(5);
        await running;

        Assert.Equal("[5]", ack.Json);
    }

    [Fact]
    public void The_first_answer_counts()
    {
        var ack = new RecordingAck();

        ack.Send(1);
        ack.Send(2);

        Assert.True(ack.IsSent);
        Assert.Equal("[1]", ack.Json);
    }

    [Fact]
    public void An_answer_that_cannot_be_written_leaves_room_for_another()
    {
        var ack = new RecordingAck();
        var loop = new List<object>();
        loop.Add(loop);

        Assert.ThrowsAny<Exception>(() => ack.Send(loop));
        ack.Send("sorry");

        Assert.Equal("[\"sorry\"]", ack.Json);
    }

    [Fact]
    public void The_handler_is_the_delegate_that_was_given()
    {
        var handler = (string s) => s.Length;

        Assert.Same(handler, EventBinding.Create(handler).Handler);
        Assert.Throws<ArgumentNullException>(() => EventBinding.Create((Action)null!));
    }

    [Fact]
    public async Task Binary_is_taken_as_any_of_its_types()
    {
        var packet = Packets.Decode(
            """51-["e",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0},{"_placeholder":true,"num":0},{"_placeholder":true,"num":0},"AQID",null]""", [1, 2, 3]);
        var lengths = new List<int>();
        var binding = EventBinding.Create((byte[] a, ReadOnlyMemory<byte> b, Memory<byte> c, ArraySegment<byte> d, byte[] base64, byte[]? none) =>
            lengths.AddRange([a.Length, b.Length, c.Length, d.Count, base64.Length, none?.Length ?? -1]));

        await binding.InvokeAsync(new EventInvocation { EventName = "e", Arguments = packet.Arguments, Serializer = Packets.Serializer });

        Assert.Equal([3, 3, 3, 3, 3, -1], lengths);
    }
}
