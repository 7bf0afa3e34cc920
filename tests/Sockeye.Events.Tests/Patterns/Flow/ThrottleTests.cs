using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Flow;

public sealed class ThrottleTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly EventEmitter _emitter;
    private readonly List<string> _heard = [];

    public ThrottleTests() => _emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = _time });

    [Fact]
    public void A_value_passes_at_once_and_then_the_latest_of_each_interval()
    {
        Listen(new ThrottleOptions());

        Script("0:a 20:b 40:c 120:d 130:e 500:f", until: 1_000);

        Assert.Equal(["a@0", "c@100", "e@200", "f@500"], _heard);
    }

    [Fact]
    public void Without_the_trailing_edge_what_comes_within_an_interval_is_lost()
    {
        Listen(new ThrottleOptions { Trailing = false });

        Script("0:a 20:b 99:c 100:d 150:e 200:f", until: 1_000);

        Assert.Equal(["a@0", "d@100", "f@200"], _heard);
    }

    [Fact]
    public void Without_the_leading_edge_the_latest_passes_at_the_end_of_the_interval()
    {
        Listen(new ThrottleOptions { Leading = false });

        Script("0:a 20:b 500:c", until: 1_000);

        Assert.Equal(["b@100", "c@600"], _heard);
    }

    [Fact]
    public void Disposing_drops_what_is_held_back()
    {
        var listener = Listen(new ThrottleOptions());
        Script("0:a 20:b", until: 50);

        listener.Dispose();
        Script(string.Empty, until: 500);

        Assert.Equal(["a@0"], _heard);
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task Many_threads_pass_no_more_than_one_value_in_each_interval()
    {
        var passed = new List<long>();
        using var listener = _emitter.Observe<int>("number").Throttle(TimeSpan.FromMilliseconds(100)).On(_ =>
        {
            lock (passed)
            {
                passed.Add(_time.GetTimestamp());
            }
        });

        for (var tick = 0; tick < 40; tick++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                for (var i = 0; i < 50; i++)
                {
                    _emitter.Emit("number", i);
                }
            }, TestContext.Current.CancellationToken))).DefaultTimeout();
            _time.Advance(TimeSpan.FromMilliseconds(30));
        }

        Assert.All(passed.Zip(passed.Skip(1)), pair => Assert.True(_time.GetElapsedTime(pair.First, pair.Second) >= TimeSpan.FromMilliseconds(100)));
        Assert.InRange(passed.Count, 12, 13); // 1.2 seconds, both edges
    }

    private IDisposable Listen(ThrottleOptions options)
    {
        var start = _time.GetTimestamp();
        return _emitter.Observe<string>("text").Throttle(TimeSpan.FromMilliseconds(100), options)
            .On(text => _heard.Add($"{text}@{_time.GetElapsedTime(start).TotalMilliseconds}"));
    }

    private void Script(string script, int until) => TimedScript.Play(_time, script, until, text => _emitter.Emit("text", text));
}
