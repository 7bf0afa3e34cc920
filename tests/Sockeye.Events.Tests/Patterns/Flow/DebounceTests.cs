using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Flow;

public sealed class DebounceTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly EventEmitter _emitter;
    private readonly List<string> _heard = [];

    public DebounceTests() => _emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = _time });

    [Fact]
    public void The_last_value_passes_when_the_burst_is_over()
    {
        Listen(new DebounceOptions());

        Script("0:a 50:b 120:c", until: 500);

        Assert.Equal(["c@220"], _heard);
    }

    [Fact]
    public void Every_burst_passes_for_itself()
    {
        Listen(new DebounceOptions());

        Script("0:a 100:b 250:c 260:d", until: 1_000);

        Assert.Equal(["a@100", "b@200", "d@360"], _heard);
    }

    [Fact]
    public void The_first_value_passes_at_once_and_the_rest_of_the_burst_does_not()
    {
        Listen(new DebounceOptions { Leading = true, Trailing = false });

        Script("0:a 50:b 120:c 300:d", until: 1_000);

        Assert.Equal(["a@0", "d@300"], _heard);
    }

    [Fact]
    public void With_both_edges_a_single_value_passes_once()
    {
        Listen(new DebounceOptions { Leading = true });

        Script("0:a 50:b 120:c 500:d", until: 1_000);

        Assert.Equal(["a@0", "c@220", "d@500"], _heard);
    }

    [Fact]
    public void A_burst_without_end_passes_its_latest_value_after_the_longest_wait()
    {
        Listen(new DebounceOptions { MaxWait = TimeSpan.FromMilliseconds(200) });

        Script("0:a 60:b 120:c 180:d 240:e 300:f", until: 1_000);

        Assert.Equal(["d@200", "f@400"], _heard);
    }

    [Fact]
    public void Disposing_drops_what_is_held_back()
    {
        var listener = Listen(new DebounceOptions());
        Script("0:a", until: 50);

        listener.Dispose();
        Script(string.Empty, until: 500);

        Assert.Empty(_heard);
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public void A_listener_that_fails_on_the_timer_is_an_error_of_the_emitter()
    {
        _emitter.On(EventEmitter.Error, error => _heard.Add(error.Message));
        _emitter.Observe<string>("text").Debounce(TimeSpan.FromMilliseconds(100)).On(static text => Fail(text));

        Script("0:a", until: 200);

        Assert.Equal(["failed at a"], _heard);
    }

    [Fact]
    public async Task The_emitter_waits_for_an_asynchronous_listener_that_a_timer_started()
    {
        var gate = new TaskCompletionSource();
        _emitter.Observe<string>("text").Debounce(TimeSpan.FromMilliseconds(100)).On(async text =>
        {
            await gate.Task;
            _heard.Add(text);
        });
        Script("0:a", until: 100);

        var disposal = _emitter.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        gate.SetResult();
        await disposal.DefaultTimeout();

        Assert.Equal(["a"], _heard);
    }

    [Fact]
    public async Task Of_what_many_threads_emit_the_last_value_of_each_burst_passes_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var passed = 0;
            using var listener = _emitter.Observe<int>("number").Debounce(TimeSpan.FromMilliseconds(100)).On(_ => Interlocked.Increment(ref passed));

            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            {
                for (var i = 0; i < 200; i++)
                {
                    _emitter.Emit("number", (thread * 1_000) + i);
                }
            }, TestContext.Current.CancellationToken))).DefaultTimeout();
            _time.Advance(TimeSpan.FromMilliseconds(200));

            Assert.Equal(1, passed);
        }
    }

    private static void Fail(string text) => throw new InvalidOperationException($"failed at {text}");

    private IDisposable Listen(DebounceOptions options)
    {
        var start = _time.GetTimestamp();
        return _emitter.Observe<string>("text").Debounce(TimeSpan.FromMilliseconds(100), options)
            .On(text => _heard.Add($"{text}@{_time.GetElapsedTime(start).TotalMilliseconds}"));
    }

    private void Script(string script, int until) => TimedScript.Play(_time, script, until, text => _emitter.Emit("text", text));
}
