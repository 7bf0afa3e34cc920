using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Flow;

public sealed class PipeTests
{
    private readonly EventEmitter _source = new();
    private readonly EventEmitter _target = new();
    private readonly List<string> _heard = [];

    [Fact]
    public void A_piped_event_reaches_the_target_with_all_its_arguments()
    {
        _target.On("event", (int number, string text) => _heard.Add($"{number}{text}"));
        _target.On("event", () => _heard.Add("any"));
        using var pipe = _source.Pipe("event", _target);

        Assert.True(_source.Emit("event", 1, "a", "surplus"));

        Assert.Equal(["1a", "any"], _heard);
    }

    [Fact]
    public void An_event_can_be_piped_under_another_name_also_on_the_same_emitter()
    {
        _source.On("renamed", (int number) => _heard.Add($"{number}"));
        _source.Pipe("event", _source, "renamed");

        _source.Emit("event", 1);

        Assert.Equal(["1"], _heard);
        Assert.Throws<ArgumentException>(() => _source.Pipe("event", _source));
    }

    [Fact]
    public void Several_events_are_piped_and_taken_away_together()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            _target.On(name, () => _heard.Add(name));
        }

        var pipes = _source.Pipe(["a", "b", "a"], _target);
        _source.Emit("a");
        _source.Emit("b");
        _source.Emit("c");
        pipes.Dispose();

        Assert.False(_source.Emit("a"));
        Assert.Equal(["a", "b"], _heard);
    }

    [Fact]
    public void A_flow_can_end_in_a_pipe()
    {
        var lengths = new EventKey<int>("length");
        _target.On(lengths, length => _heard.Add($"{length}"));
        _source.Observe<string>("text").Filter(static text => text.Length > 1).Map(static text => text.Length).Pipe(_target, lengths);

        _source.Emit("text", "a");
        _source.Emit("text", "ab");

        Assert.Equal(["2"], _heard);
    }

    [Fact]
    public void What_a_listener_of_the_target_throws_comes_out_of_the_source()
    {
        _target.On("event", static () => Fail());
        _source.Pipe("event", _target);

        Assert.Throws<FormatException>(() => _source.Emit("event"));
    }

    [Fact]
    public void A_piped_error_is_thrown_where_nobody_hears_it_at_the_end()
    {
        _source.Pipe("error", _target);
        var error = new FormatException();

        Assert.Same(error, Assert.Throws<FormatException>(() => _source.Emit("error", error)));
        _target.On("error", (Exception heard) => _heard.Add(heard.GetType().Name));
        _source.Emit("error", error);

        Assert.Equal(["FormatException"], _heard);
    }

    [Fact]
    public async Task An_asynchronous_listener_of_the_target_belongs_to_the_target()
    {
        var gate = new TaskCompletionSource();
        _target.On("event", async () =>
        {
            await gate.Task;
            _heard.Add("done");
        });
        _source.Pipe("event", _target);

        _source.Emit("event");
        await _source.DisposeAsync().DefaultTimeout();
        var disposal = _target.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        gate.SetResult();
        await disposal.DefaultTimeout();

        Assert.Equal(["done"], _heard);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pipes_in_a_loop_end_with_an_exception_that_says_so(bool byFlow)
    {
        var other = new EventEmitter();
        if (byFlow)
        {
            _source.Observe<int>("event").Map(static number => number + 1).Pipe(_target, "there");
            _target.Observe<int>("there").Pipe(other, "event");
        }
        else
        {
            _source.Pipe("event", _target, "there");
            _target.Pipe("there", other, "event");
        }

        other.Pipe("event", _source);

        var thrown = Assert.Throws<InvalidOperationException>(() => _source.Emit("event", 1));

        Assert.Contains("64 pipes", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => _source.Emit("event", 1)); // and the count is right again
        Assert.Throws<InvalidOperationException>(() => other.Emit("event", 1));
    }

    [Fact]
    public void Pipes_in_a_loop_that_a_filter_ends_are_no_error()
    {
        _source.Observe<int>("count").Filter(static count => count > 0).Pipe(_target, "count");
        _target.Observe<int>("count").Map(static count => count - 1).Pipe(_source, "count");
        _source.On("count", (int count) => _heard.Add($"{count}"));

        _source.Emit("count", 3);

        Assert.Equal(4, _heard.Count);
    }

    [Fact]
    public void A_pipe_allocates_nothing_while_it_passes_events_on()
    {
        var sum = 0;
        _target.On("event", (int number) => sum += number);
        _source.Pipe("event", _target);
        Emit();

        Assert.Equal(0, Allocations.Of(Emit, times: 1));
        Assert.Equal((1 + 5) * 499_500, sum);

        void Emit()
        {
            for (var i = 0; i < 1_000; i++)
            {
                _source.Emit("event", i);
            }
        }
    }

    [Fact]
    public async Task Piping_and_taking_away_while_others_emit_loses_no_event_of_a_pipe_that_stays()
    {
        var stays = 0;
        _target.On("stays", (int _) => Interlocked.Increment(ref stays));
        _source.Pipe("event", _target, "stays");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                using var brief = _source.Pipe("event", _target, $"brief {thread}");
                _source.Emit("event", i);
            }
        }, TestContext.Current.CancellationToken))).DefaultTimeout();

        Assert.Equal(2_000, stays);
        Assert.Equal(1, _source.ListenerCount("event"));
    }

    private static void Fail() => throw new FormatException();
}
