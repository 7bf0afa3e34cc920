using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Diagnostics;

public sealed class EventTelemetryTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly EventEmitter _emitter;
    private readonly Meters _meters = new();
    private readonly List<string> _measured = [];

    public EventTelemetryTests() => _emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = _time, Name = "shop" });

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void The_meter_tells_of_emissions_listeners_durations_and_failures()
    {
        using var reports = _emitter.Instrument(_meters);
        using var listener = Listen();
        _emitter.On("order", () => _time.Advance(TimeSpan.FromMilliseconds(20)));
        _emitter.On("order", () => throw new FormatException());
        Assert.Throws<FormatException>(() => _emitter.Emit("order"));
        _emitter.Emit("nobody listens");
        listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "sockeye.events.emitted 1 {event} sockeye.event.name=order sockeye.emitter.name=shop",
                "sockeye.events.listener.duration 0.02 s sockeye.event.name=order sockeye.emitter.name=shop",
                "sockeye.events.listener.failures 1 {failure} sockeye.event.name=order sockeye.emitter.name=shop error.type=System.FormatException",
                "sockeye.events.listener.duration 0 s sockeye.event.name=order sockeye.emitter.name=shop error.type=System.FormatException",
                "sockeye.events.emitted 1 {event} sockeye.event.name=nobody listens sockeye.emitter.name=shop",
                "sockeye.events.listeners 2 {listener} sockeye.event.name=order sockeye.emitter.name=shop",
            ],
            _measured);
    }

    [Fact]
    public void Past_two_hundred_names_events_are_counted_together()
    {
        using var reports = _emitter.Instrument(_meters);
        using var listener = Listen();
        for (var i = 0; i < 205; i++)
        {
            _emitter.Emit($"event {i}");
        }

        Assert.Equal(5, _measured.Count(static line => line.Contains("=_OTHER", StringComparison.Ordinal)));
        Assert.Equal(201, _measured.Distinct().Count());
    }

    [Fact]
    public void What_has_been_disposed_reports_no_more()
    {
        var reports = _emitter.Instrument(_meters);
        using var listener = Listen();
        _emitter.On("order", () => { });
        reports.Dispose();
        _emitter.Emit("order");
        listener.RecordObservableInstruments();

        Assert.Empty(_measured);
    }

    [Fact]
    public void Nothing_is_allocated_while_nobody_listens_and_the_path_is_the_same()
    {
        var bare = new EventEmitter();
        using var reports = _emitter.Instrument(_meters);
        var heard = 0;
        foreach (var emitter in new[] { bare, _emitter })
        {
            emitter.On("order", (int number) => heard += number);
            Assert.Equal(0, Allocations.Of(() => emitter.Emit("order", 1)));
            Assert.Equal(0, Allocations.Of(() => emitter.Emit("nobody listens", 1)));
        }

        // Another test may listen to activities meanwhile, so only the emitter that was never looked at can be asked.
        Assert.False(bare.Plans.Find<Arguments<int>>("order")!.IsObserved);
        Assert.Null(bare.Core.Watch("order", new Arguments<int>(1), 1));
    }

    [Fact]
    public async Task An_emission_is_an_activity_and_each_listener_one_beneath_it()
    {
        using var reports = _emitter.Instrument(_meters);
        var (activities, listening) = ListenToActivities("telemetry test");
        using var parent = new Activity("parent").Start();
        var gate = new TaskCompletionSource();
        Activity? current = null;
        _emitter.On("telemetry test", async () =>
        {
            await gate.Task;
            current = Activity.Current;
        });
        _emitter.On("telemetry test", () => throw new FormatException("bad"));
        _emitter.On(EventEmitter.Error, _ => { });

        _emitter.SafeEmit("telemetry test");
        Assert.Same(parent, Activity.Current);
        gate.SetResult();
        await _emitter.DisposeAsync().DefaultTimeout();
        listening.Dispose();

        var emission = activities.Single(static activity => activity.OperationName == "emit telemetry test");
        var listeners = activities.Where(static activity => activity.OperationName == "process telemetry test").ToArray();
        Assert.Equal(parent.SpanId, emission.ParentSpanId);
        Assert.Equal(2, listeners.Length);
        Assert.All(listeners, listener => Assert.Equal(emission.SpanId, listener.ParentSpanId));
        Assert.Equal(2, emission.GetTagItem("sockeye.listener.count"));
        Assert.Equal("shop", emission.GetTagItem("sockeye.emitter.name"));
        var failed = listeners.Single(static listener => listener.Status == ActivityStatusCode.Error);
        Assert.Equal("System.FormatException", failed.GetTagItem("error.type"));
        Assert.Contains(nameof(An_emission_is_an_activity_and_each_listener_one_beneath_it), (string)failed.GetTagItem("code.function.name")!, StringComparison.Ordinal);
        Assert.Equal(listeners.Single(listener => listener != failed).SpanId, current!.SpanId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_activity_of_an_awaited_emission_lasts_until_its_end(bool isParallel)
    {
        using var reports = _emitter.Instrument(_meters);
        var eventName = $"awaited {isParallel}";
        var (activities, listening) = ListenToActivities(eventName);
        _emitter.On(eventName, async () => await Task.Yield());
        _emitter.On(eventName, async () => await Task.Yield());
        await (isParallel ? _emitter.EmitParallelAsync(eventName) : _emitter.EmitAsync(eventName)).DefaultTimeout();
        listening.Dispose();

        Assert.Null(Activity.Current);
        Assert.Equal(3, activities.Count);
        Assert.Equal($"emit {eventName}", activities[^1].OperationName);
        Assert.All(activities.SkipLast(1), activity => Assert.Equal(activities[^1].SpanId, activity.ParentSpanId));
    }

    [Fact]
    public void Baggage_reaches_listeners()
    {
        using var reports = _emitter.Instrument(_meters);
        var (_, listening) = ListenToActivities("baggage");
        using var parent = new Activity("parent").SetBaggage("tenant", "sockeye").Start();
        string? tenant = null;
        _emitter.On("baggage", () => tenant = Activity.Current!.GetBaggageItem("tenant"));
        _emitter.Emit("baggage");
        listening.Dispose();

        Assert.Equal("sockeye", tenant);
    }

    [Fact]
    public void Two_reports_of_one_emitter_leave_the_current_activity_as_it_was()
    {
        using var reports = _emitter.Instrument(_meters);
        using var others = _emitter.Instrument();
        var (activities, listening) = ListenToActivities("twice");
        using var parent = new Activity("parent").Start();
        _emitter.On("twice", () => { });
        _emitter.Emit("twice");
        listening.Dispose();

        Assert.Same(parent, Activity.Current);
        Assert.Equal(4, activities.Count);
    }

    [Fact]
    public void Ending_one_of_two_reports_leaves_the_other()
    {
        var first = _emitter.Instrument(_meters);
        using var second = _emitter.Instrument(_meters);
        using var listener = Listen();
        _emitter.On("order", () => { });
        first.Dispose();
        listener.RecordObservableInstruments();

        Assert.Equal(["sockeye.events.listeners 1 {listener} sockeye.event.name=order sockeye.emitter.name=shop"], _measured);
    }

    private static (List<Activity> Stopped, IDisposable Listening) ListenToActivities(string eventName)
    {
        var stopped = new List<Activity>();
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Sockeye.Events",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                // Other tests run at the same time.
                if (activity.GetTagItem("sockeye.event.name") is string name && name == eventName)
                {
                    lock (stopped)
                    {
                        stopped.Add(activity);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return (stopped, listener);
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Sockeye.Events" && instrument.Meter.Scope == _meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<int>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.Start();
        return listener;
    }

    private void Note<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct =>
        _measured.Add(FormattableString.Invariant(
            $"{instrument.Name} {measurement} {instrument.Unit} {string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))}"));

    private sealed class Meters : IMeterFactory
    {
        private Meter? _meter;

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            return _meter ??= new Meter(options);
        }

        public void Dispose() => _meter?.Dispose();
    }
}
