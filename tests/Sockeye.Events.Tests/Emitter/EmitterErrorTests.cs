namespace Sockeye.Events.Tests.Emitter;

public sealed class EmitterErrorTests
{
    private readonly EventEmitter _emitter = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void An_error_nobody_listens_to_is_thrown_as_it_is()
    {
        var failure = new FormatException();

        Assert.Same(failure, Assert.Throws<FormatException>(() => _emitter.Emit(EventEmitter.Error, failure)));
        Assert.Equal("text", Assert.Throws<UnhandledErrorException>(() => _emitter.Emit("error", "text")).Context);
        Assert.Null(Assert.Throws<UnhandledErrorException>(() => _emitter.Emit("error")).Context);
    }

    [Fact]
    public void A_monitor_hears_of_an_error_first_and_does_not_take_it()
    {
        var failure = new FormatException();
        _emitter.On(EventEmitter.ErrorMonitor, error => _ran.Add($"monitor {error == failure}"));
        Assert.Throws<FormatException>(() => _emitter.Emit(EventEmitter.Error, failure));

        _emitter.On(EventEmitter.Error, error => _ran.Add($"listener {error == failure}"));
        Assert.True(_emitter.Emit(EventEmitter.Error, failure));

        Assert.Equal(["monitor True", "monitor True", "listener True"], _ran);
    }

    [Fact]
    public void A_safe_emit_runs_every_listener_and_emits_each_failure()
    {
        _emitter.On(EventEmitter.Error, error => _ran.Add(error.Message));
        _emitter.On("event", () => throw new FormatException("one"));
        _emitter.On("event", () => _ran.Add("ran"));
        _emitter.On("event", () => throw new FormatException("two"));

        Assert.True(_emitter.SafeEmit("event"));

        Assert.Equal(["one", "ran", "two"], _ran);
    }

    [Fact]
    public void A_safe_emit_whose_failures_nobody_takes_throws_them_at_its_end()
    {
        var failure = new FormatException();
        using var failing = _emitter.On("event", () => throw failure);
        _emitter.On("event", () => _ran.Add("ran"));

        Assert.Same(failure, Assert.Throws<FormatException>(() => _emitter.SafeEmit("event")));
        _emitter.On("event", () => throw new InvalidDataException());
        var both = Assert.Throws<AggregateException>(() => _emitter.SafeEmit("event"));

        Assert.Equal([typeof(FormatException), typeof(InvalidDataException)], both.InnerExceptions.Select(error => error.GetType()));
        Assert.Equal(["ran", "ran"], _ran);
    }

    [Fact]
    public void A_listener_that_does_not_fit_is_named_before_any_runs()
    {
        _emitter.On("event", () => _ran.Add("never"));
        _emitter.On("event", (int number, List<string> texts) => _ran.Add("never"));

        var wrong = Assert.Throws<ListenerTypeException>(() => _emitter.Emit("event", 1, "text"));
        Assert.Throws<ListenerTypeException>(() => _emitter.Emit("event", 1));

        Assert.Equal("A listener of 'event' takes (Int32, List<String>), but (Int32, String) was emitted. Emit what every listener takes, or change the listener.", wrong.Message);
        Assert.Empty(_ran);
    }
}
