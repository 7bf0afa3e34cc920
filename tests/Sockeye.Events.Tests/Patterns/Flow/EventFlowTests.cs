using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Flow;

public sealed class EventFlowTests
{
    private readonly EventEmitter _emitter = new();
    private readonly List<string> _heard = [];

    [Fact]
    public void A_flow_filters_and_maps_what_is_emitted()
    {
        _emitter.Observe<int>("number").Filter(static number => number > 1).Map(static number => $"<{number}>").On(_heard.Add);

        _emitter.Emit("number", 1);
        _emitter.Emit("number", 2);
        _emitter.Emit("number", 3, "surplus");

        Assert.Equal(["<2>", "<3>"], _heard);
    }

    [Fact]
    public void Several_arguments_are_a_tuple()
    {
        _emitter.Observe<int, string>("two").Map(static two => $"{two.First}{two.Second}").On(_heard.Add);
        _emitter.Observe<int, int, int>("three").Map(static three => $"{three.First}{three.Second}{three.Third}").On(_heard.Add);

        _emitter.Emit("two", 1, "a");
        _emitter.Emit("three", 1, 2, 3);

        Assert.Equal(["1a", "123"], _heard);
    }

    [Fact]
    public void A_flow_is_a_description_that_attaches_nothing_until_somebody_listens()
    {
        var flow = _emitter.Observe(new EventKey<int>("number")).Map(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(0, _emitter.ListenerCount("number"));

        var first = flow.On(_heard.Add);
        using var second = flow.On(_heard.Add);
        _emitter.Emit("number", 1);
        first.Dispose();
        _emitter.Emit("number", 2);

        Assert.Equal(["1", "1", "2"], _heard);
        Assert.Equal(1, _emitter.ListenerCount("number"));
    }

    [Fact]
    public void A_token_takes_the_listener_back()
    {
        using var cancellation = new CancellationTokenSource();
        _emitter.Observe<string>("text").On(_heard.Add, cancellation.Token);
        _emitter.Emit("text", "before");

        cancellation.Cancel();

        Assert.False(_emitter.Emit("text", "after"));
        Assert.Equal(["before"], _heard);
        _emitter.Observe<string>("text").On(_heard.Add, cancellation.Token);
        Assert.Equal(0, _emitter.ListenerCount("text"));
    }

    [Fact]
    public void What_a_step_throws_comes_out_of_the_emit()
    {
        _emitter.Observe<string>("text").Map(static text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).On(static _ => { });

        Assert.Throws<FormatException>(() => _emitter.Emit("text", "no number"));
    }

    [Fact]
    public void A_type_that_does_not_fit_is_an_error_that_names_the_event()
    {
        _emitter.Observe<int>("number").On(static _ => { });

        Assert.Contains("number", Assert.Throws<ListenerTypeException>(() => _emitter.Emit("number", "text")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_awaited_emit_waits_for_an_asynchronous_listener_at_the_end()
    {
        var gate = new TaskCompletionSource();
        _emitter.Observe<int>("number").Filter(static number => number > 0).On(async number =>
        {
            await gate.Task;
            _heard.Add($"{number}");
        });

        var emitted = _emitter.EmitAsync("number", 1, TestContext.Current.CancellationToken);
        Assert.False(emitted.IsCompleted);
        gate.SetResult();
        await emitted.DefaultTimeout();

        Assert.Equal(["1"], _heard);
    }

    [Fact]
    public async Task Disposing_the_emitter_ends_a_flow_and_its_timers()
    {
        var time = new ManualTimeProvider();
        var emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = time });
        emitter.Observe<string>("text").Debounce(TimeSpan.FromSeconds(1)).On(_heard.Add);
        emitter.Emit("text", "held back");

        await emitter.DisposeAsync().DefaultTimeout();
        Assert.Equal(0, time.ArmedTimers);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(_heard);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_time_must_be_longer_than_zero(int milliseconds)
    {
        var flow = _emitter.Observe<int>("number");

        Assert.Throws<ArgumentOutOfRangeException>(() => flow.Debounce(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Throws<ArgumentOutOfRangeException>(() => flow.Throttle(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Fact]
    public void Options_by_which_nothing_would_pass_are_refused()
    {
        var flow = _emitter.Observe<int>("number");
        var second = TimeSpan.FromSeconds(1);

        Assert.Throws<ArgumentException>(() => flow.Debounce(second, new DebounceOptions { Trailing = false }));
        Assert.Throws<ArgumentException>(() => flow.Throttle(second, new ThrottleOptions { Leading = false, Trailing = false }));
        Assert.Throws<ArgumentException>(() => flow.Debounce(second, new DebounceOptions { MaxWait = second / 2 }));
        Assert.Throws<ArgumentException>(() => flow.Debounce(second, new DebounceOptions { Leading = true, Trailing = false, MaxWait = second }));
    }
}
