using System.Globalization;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter;

public sealed class EmissionObserverTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly EventEmitter _emitter;
    private readonly List<string> _seen = [];

    public EmissionObserverTests() => _emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = _time });

    [Fact]
    public void An_emission_is_seen_with_its_arguments_and_each_listener_with_its_duration()
    {
        _emitter.Observe(new Recorder(_seen));
        _emitter.On("event", (int _) => _time.Advance(TimeSpan.FromMilliseconds(5)));
        _emitter.On("event", () => { });

        Assert.True(_emitter.Emit("event", 7, "text"));
        Assert.False(_emitter.Emit("nothing"));

        Assert.Equal(
            ["added event 1", "added event 2", "begin event(7, text) to 2", "start 0", "end 0 5 ms", "start 1", "end 1 0 ms", "ended 5 ms",
                "begin nothing() to 0", "ended 0 ms"],
            _seen);
    }

    [Fact]
    public void A_failure_is_seen_at_its_listener_and_at_the_emission()
    {
        _emitter.Observe(new Recorder(_seen));
        _emitter.On("event", () => throw new FormatException());

        Assert.Throws<FormatException>(() => _emitter.Emit("event"));
        Assert.Throws<InvalidDataException>(() => _emitter.Emit(EventEmitter.Error, new InvalidDataException()));

        Assert.Equal(
            ["begin event() to 1", "start 0", "end 0 0 ms FormatException", "ended 0 ms FormatException",
                "begin error(System.IO.InvalidDataException: Found invalid data while decoding.) to 0", "ended 0 ms InvalidDataException"],
            _seen.Skip(1));
    }

    [Theory]
    [InlineData("Emit")]
    [InlineData("SafeEmit")]
    [InlineData("EmitAsync")]
    [InlineData("EmitParallelAsync")]
    public async Task An_asynchronous_listener_ends_when_its_task_does(string verb)
    {
        var gate = new TaskCompletionSource();
        using var observation = _emitter.Observe(new Recorder(_seen));
        _emitter.On("event", () => gate.Task);
        var emitted = verb switch
        {
            "Emit" => Task.FromResult(_emitter.Emit("event")),
            "SafeEmit" => Task.FromResult(_emitter.SafeEmit("event")),
            "EmitAsync" => _emitter.EmitAsync("event"),
            _ => _emitter.EmitParallelAsync("event"),
        };
        _time.Advance(TimeSpan.FromMilliseconds(3));
        gate.SetResult();
        Assert.True(await emitted.DefaultTimeout());
        await _emitter.DisposeAsync().DefaultTimeout();

        Assert.Equal(["start 0", "end 0 3 ms"], _seen.Where(line => line.StartsWith("start", StringComparison.Ordinal) || line.StartsWith("end ", StringComparison.Ordinal)));
        Assert.Contains(verb is "Emit" or "SafeEmit" ? "ended 0 ms" : "ended 3 ms", _seen);
        Assert.Contains("removed event 0", _seen);
    }

    [Fact]
    public void A_registration_is_known_again_when_it_goes()
    {
        var recorder = new Recorder(_seen);
        using var observation = _emitter.Observe(recorder);
        using var cancellation = new CancellationTokenSource();
        Action listener = () => { };
        _emitter.On("disposed", listener).Dispose();
        _emitter.Once("once", listener);
        _emitter.Emit("once");
        _emitter.On("cancelled", listener, cancellation.Token);
        cancellation.Cancel();
        _emitter.On("off", listener);
        _emitter.Off("off", listener);
        _emitter.On("all", listener);
        _emitter.RemoveAll();

        Assert.Equal(5, recorder.Added.Count);
        Assert.Equal(recorder.Added, recorder.Removed);
    }

    [Fact]
    public void Who_is_not_interested_or_off_or_gone_sees_nothing()
    {
        var off = new Recorder(_seen) { On = false };
        var elsewhere = new Recorder(_seen) { Interest = "other" };
        var gone = new Recorder(_seen);
        _emitter.Once("event", () => { });
        using (_emitter.Observe(off))
        using (_emitter.Observe(elsewhere))
        {
            _emitter.Observe(gone).Dispose();
            Assert.True(_emitter.Emit("event"));
            Assert.False(_emitter.Emit("event"));
        }

        Assert.DoesNotContain(_seen, line => line.StartsWith("begin", StringComparison.Ordinal));
    }

    private sealed class Recorder(List<string> seen) : EmissionObserver
    {
        public bool On { get; init; } = true;

        public string? Interest { get; init; }

        public List<object> Added { get; } = [];

        public List<object> Removed { get; } = [];

        public override bool IsOn => On;

        public override bool WantsArguments => true;

        public override bool IsInterestedIn(string eventName) => Interest is null || Interest == eventName;

        public override EmissionObservation? Begin(EventEmitter emitter, string eventName, object?[]? arguments, int listenerCount)
        {
            seen.Add($"begin {eventName}({string.Join(", ", arguments!)}) to {listenerCount}");
            return new Recording(seen);
        }

        public override void ListenerAdded(EventEmitter emitter, object registration, string eventName, Delegate listener, int count)
        {
            Added.Add(registration);
            seen.Add($"added {eventName} {count}");
        }

        public override void ListenerRemoved(EventEmitter emitter, object registration, string eventName, Delegate listener, int count)
        {
            Removed.Add(registration);
            seen.Add($"removed {eventName} {count}");
        }
    }

    private sealed class Recording(List<string> seen) : EmissionObservation
    {
        public override void ListenerStarting(Delegate listener, int index) => seen.Add($"start {index}");

        public override void ListenerEnded(Delegate listener, int index, TimeSpan duration, Exception? failure) =>
            seen.Add(Line($"end {index}", duration, failure));

        public override void Ended(TimeSpan duration, Exception? failure) => seen.Add(Line("ended", duration, failure));

        private static string Line(string what, TimeSpan duration, Exception? failure) =>
            string.Create(CultureInfo.InvariantCulture, $"{what} {duration.TotalMilliseconds} ms {failure?.GetType().Name}").TrimEnd();
    }
}
