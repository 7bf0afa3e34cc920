namespace Sockeye.Events.Tests.Emitter;

public sealed class EventEmitterTests
{
    private readonly EventEmitter _emitter = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void Listeners_run_in_order_and_get_the_arguments()
    {
        _emitter.On("order", (int number, string text) => _ran.Add($"first {number} {text}"));
        _emitter.On("order", (int number) => _ran.Add($"second {number}"));
        _emitter.On("order", () => _ran.Add("third"));
        _emitter.Prepend("order", () => _ran.Add("earlier"));
        _emitter.PrependOnce("order", () => _ran.Add("earliest"));

        Assert.True(_emitter.Emit("order", 1, "a"));
        Assert.True(_emitter.Emit("order", 2, "b"));

        Assert.Equal(["earliest", "earlier", "first 1 a", "second 1", "third", "earlier", "first 2 b", "second 2", "third"], _ran);
    }

    [Fact]
    public void Emitting_says_whether_somebody_listened()
    {
        Assert.False(_emitter.Emit("event"));
        using (_emitter.On("event", () => { }))
        {
            Assert.True(_emitter.Emit("event"));
        }

        Assert.False(_emitter.Emit("event"));
    }

    [Fact]
    public void A_once_listener_runs_once()
    {
        _emitter.Once("event", () => _ran.Add("once"));

        Assert.True(_emitter.Emit("event"));
        Assert.False(_emitter.Emit("event"));

        Assert.Equal(["once"], _ran);
    }

    [Fact]
    public void A_key_and_its_name_are_the_same_event()
    {
        var key = new EventKey<string>("name");
        _emitter.On(key, text => _ran.Add($"key {text}"));
        _emitter.On("name", (string text) => _ran.Add($"name {text}"));

        _emitter.Emit(key, "1");
        _emitter.Emit("name", "2");

        Assert.Equal(["key 1", "name 1", "key 2", "name 2"], _ran);
        Assert.Equal(["name"], _emitter.EventNames);
        Assert.Equal(2, _emitter.RemoveAll(key));
    }

    [Fact]
    public void Up_to_eight_arguments_arrive()
    {
        var sum = 0;
        _emitter.On("sum", (int a, int b, int c, int d, int e, int f, int g, int h) => sum += a + b + c + d + e + f + g + h);
        _emitter.On("sum", (int a, int b, int c) => sum += 1000 * (a + b + c));

        _emitter.Emit("sum", 1, 2, 3, 4, 5, 6, 7, 8);

        Assert.Equal(6036, sum);
    }

    [Fact]
    public void Off_takes_the_registration_that_was_added_last()
    {
        Action first = () => _ran.Add("first");
        Action second = () => _ran.Add("second");
        _emitter.On("event", first);
        _emitter.On("event", second);
        _emitter.Once("event", first);

        Assert.Equal(2, _emitter.ListenerCount("event", first));
        Assert.True(_emitter.Off("event", first));
        _emitter.Emit("event");
        Assert.True(_emitter.Off("event", first));
        Assert.False(_emitter.Off("event", first));
        _emitter.Emit("event");

        Assert.Equal(["first", "second", "second"], _ran);
        Assert.Equal([second], _emitter.Listeners("event"));
    }

    [Fact]
    public void An_exception_stops_the_emit_and_comes_out_of_it()
    {
        var failure = new FormatException();
        _emitter.On("event", () => throw failure);
        _emitter.On("event", () => _ran.Add("never"));

        Assert.Same(failure, Assert.Throws<FormatException>(() => _emitter.Emit("event")));
        Assert.Empty(_ran);
    }

    [Fact]
    public void Those_who_listen_to_additions_and_removals_hear_of_them()
    {
        Action listener = () => { };
        _emitter.On(EventEmitter.NewListener, (string name, Delegate added) =>
            _ran.Add($"+{name} {_emitter.ListenerCount(name)} {added == (Delegate)listener}"));
        _emitter.On(EventEmitter.RemoveListener, (string name, Delegate removed) =>
            _ran.Add($"-{name} {_emitter.ListenerCount(name)} {removed == (Delegate)listener}"));

        _emitter.On("event", listener);
        _emitter.Once("event", listener);
        _emitter.Emit("event");
        _emitter.On("event", listener).Dispose();
        _emitter.RemoveAll("event");

        Assert.Equal(
            ["+removeListener 0 False", "+event 0 True", "+event 1 True", "-event 1 True", "+event 1 True", "-event 1 True", "-event 0 True"], _ran);
    }

    [Fact]
    public void A_cancelled_token_takes_the_listener_back()
    {
        using var cancellation = new CancellationTokenSource();
        _emitter.On("event", () => _ran.Add("ran"), cancellation.Token);
        _emitter.Emit("event");

        cancellation.Cancel();
        _emitter.On("event", () => _ran.Add("too late"), cancellation.Token);

        Assert.False(_emitter.Emit("event"));
        Assert.Equal(["ran"], _ran);
    }

    [Fact]
    public void Too_many_listeners_are_told_of_once()
    {
        var warnings = new List<string>();
        var emitter = new EventEmitter(new EventEmitterOptions { MaxListeners = 2, OnMaxListenersExceeded = context => warnings.Add(context.ToString()) });
        for (var i = 0; i < 5; i++)
        {
            emitter.On("event", () => { });
        }

        Assert.Equal(["Possible leak: 3 listeners of 'event' have been added and 2 are expected at most; raise MaxListeners if that is right."], warnings);
    }

    [Fact]
    public void A_listener_that_the_limit_refuses_by_throwing_is_not_added()
    {
        var emitter = new EventEmitter(new EventEmitterOptions
        {
            MaxListeners = 1,
            OnMaxListenersExceeded = static context => throw new FormatException(context.EventName),
        });
        emitter.On("event", () => { });

        Assert.Throws<FormatException>(() => emitter.On("event", () => { }));

        Assert.Equal(1, emitter.ListenerCount("event"));
    }
}
