using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>The instruments of one meter, shared by all emitters that report to it, and the source of activities.</summary>
internal sealed class EventInstruments
{
    public const string Name = "Sockeye.Events";
    public const string EventNameTag = "sockeye.event.name";
    public const string EmitterNameTag = "sockeye.emitter.name";
    public const string ErrorTypeTag = "error.type";

    public const int MaxEventNames = 200;

    public static readonly ActivitySource Activities = new(Name);

    private static readonly ConditionalWeakTable<IMeterFactory, EventInstruments> ByFactory = [];
    private static readonly Lazy<EventInstruments> OfProcess = new(static () => new EventInstruments(new Meter(Name)));

    private readonly NameLimit _names = new(MaxEventNames);
    private readonly ConditionalWeakTable<EmitterTelemetry, EventEmitter> _emitters = [];

    private EventInstruments(Meter meter)
    {
        Emitted = meter.CreateCounter<long>("sockeye.events.emitted", "{event}", "Events that were emitted.");
        Failures = meter.CreateCounter<long>("sockeye.events.listener.failures", "{failure}", "Listeners that failed.");
        Duration = meter.CreateHistogram(
            "sockeye.events.listener.duration",
            "s",
            "How long listeners ran, asynchronous ones until their tasks ended.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.000_01, 0.000_1, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] });
        meter.CreateObservableUpDownCounter("sockeye.events.listeners", CountListeners, "{listener}", "Listeners there are.");
    }

    public Counter<long> Emitted { get; }

    public Counter<long> Failures { get; }

    public Histogram<double> Duration { get; }

    /// <summary>Gets whether somebody wants what an emission tells.</summary>
    public bool IsOn => Emitted.Enabled || Duration.Enabled || Failures.Enabled || Activities.HasListeners();

    public static EventInstruments Of(IMeterFactory? factory) =>
        factory is null ? OfProcess.Value : ByFactory.GetValue(factory, static factory => new EventInstruments(factory.Create(Name)));

    public void Add(EmitterTelemetry telemetry) => _emitters.Add(telemetry, telemetry.Emitter);

    public void Remove(EmitterTelemetry telemetry) => _emitters.Remove(telemetry);

    public TagList Tags(EventEmitter emitter, string eventName)
    {
        var tags = new TagList { { EventNameTag, _names.Of(eventName) } };
        if (emitter.Options.Name is { } name)
        {
            tags.Add(EmitterNameTag, name);
        }

        return tags;
    }

    private IEnumerable<Measurement<int>> CountListeners()
    {
        var counts = new Dictionary<(string? Emitter, string EventName), int>();
        foreach (var emitter in _emitters.Select(static entry => entry.Value).Distinct())
        {
            foreach (var eventName in emitter.EventNames)
            {
                var key = (emitter.Options.Name, _names.Of(eventName));
                counts[key] = counts.GetValueOrDefault(key) + emitter.ListenerCount(eventName);
            }
        }

        foreach (var ((emitter, eventName), count) in counts)
        {
            var tags = new TagList { { EventNameTag, eventName } };
            if (emitter is not null)
            {
                tags.Add(EmitterNameTag, emitter);
            }

            yield return new Measurement<int>(count, tags);
        }
    }
}
