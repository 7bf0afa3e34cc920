using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Flow;

public sealed class PipeAllTests
{
    private readonly EventEmitter _source = new();
    private readonly EventEmitter _target = new();
    private readonly List<string> _heard = [];

    [Fact]
    public void Whatever_is_emitted_reaches_the_target_after_the_listeners_of_the_source()
    {
        _source.PipeAll(_target);
        _source.On("first", (int number) => _heard.Add($"source {number}"));
        _target.On("first", (int number) => _heard.Add($"target {number}"));
        _target.On(new EventKey<string>("second"), text => _heard.Add(text));

        Assert.True(_source.Emit("first", 1));
        Assert.True(_source.Emit(new EventKey<string>("second"), "by key"));
        Assert.True(_source.Emit("nobody knows"));
        _target.On("nobody knows", () => _heard.Add("now somebody does"));
        _source.Emit("nobody knows");

        Assert.Equal(["source 1", "target 1", "by key", "now somebody does"], _heard);
    }

    [Fact]
    public void The_pipe_is_no_listener_of_an_event_and_goes_when_it_is_disposed()
    {
        var pipe = _source.PipeAll(_target);
        _target.On("event", () => _heard.Add("heard"));
        Assert.Equal(0, _source.ListenerCount("event"));
        Assert.Empty(_source.EventNames);
        _source.RemoveAll();
        Assert.True(_source.Emit("event"));

        pipe.Dispose();
        pipe.Dispose();

        Assert.False(_source.Emit("event"));
        Assert.Equal(["heard"], _heard);
    }

    [Fact]
    public void What_the_source_tells_of_itself_is_not_piped()
    {
        _source.PipeAll(_target);
        foreach (var name in new[] { EventEmitter.NewListener, EventEmitter.RemoveListener })
        {
            _target.On(name, (string eventName, Delegate _) => _heard.Add(eventName));
        }

        _heard.Clear();
        _source.On("event", static () => { }).Dispose();

        Assert.Empty(_heard);
    }

    [Fact]
    public void An_error_is_heard_on_the_target_or_thrown()
    {
        _source.PipeAll(_target);
        var error = new FormatException("once");

        Assert.Same(error, Assert.Throws<FormatException>(() => _source.Emit(EventEmitter.Error, error)));
        _target.On(EventEmitter.Error, heard => _heard.Add(heard.Message));
        _source.Emit(EventEmitter.Error, error);

        Assert.Equal(["once"], _heard);
    }

    [Fact]
    public async Task The_other_ways_to_emit_are_piped_too()
    {
        _source.PipeAll(_target);
        _target.On("event", (int number) => _heard.Add($"{number}"));

        _source.SafeEmit("event", 1);
        await _source.EmitAsync("event", 2, TestContext.Current.CancellationToken).DefaultTimeout();
        await _source.EmitParallelAsync("event", 3, TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Equal(["1", "2", "3"], _heard);
    }

    [Fact]
    public void Two_emitters_that_pipe_all_to_each_other_are_a_loop_that_says_so()
    {
        _source.PipeAll(_target);
        _target.PipeAll(_source);

        Assert.Contains("64 pipes", Assert.Throws<InvalidOperationException>(() => _source.Emit("event")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _source.PipeAll(_source));
    }

    [Fact]
    public async Task Disposing_the_source_takes_the_pipe_away()
    {
        _source.PipeAll(_target);
        _target.On("event", () => _heard.Add("heard"));

        await _source.DisposeAsync().DefaultTimeout();

        Assert.False(_source.Emit("event"));
        Assert.Empty(_heard);
        Assert.Throws<ObjectDisposedException>(() => _source.PipeAll(_target));
    }

    [Fact]
    public void Ever_new_names_are_not_remembered()
    {
        _source.PipeAll(_target);
        for (var i = 0; i < 10_000; i++)
        {
            _source.Emit($"job {i}", i);
        }

        Assert.InRange(_source.Plans.Count, 1, 256);
    }

    [Fact]
    public async Task Piping_all_and_taking_it_away_while_others_emit_loses_nothing_of_a_pipe_that_stays()
    {
        var heard = 0;
        var other = new EventEmitter();
        _target.On("event", (int _) => Interlocked.Increment(ref heard));
        _source.PipeAll(_target);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                using var brief = _source.PipeAll(other);
                _source.Emit("event", i);
            }
        }, TestContext.Current.CancellationToken))).DefaultTimeout();

        Assert.Equal(2_000, heard);
    }
}
