using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Sockeye.Events;

namespace Sockeye.Background;

/// <summary>The instruments of one meter, shared by all that report to it. Thread-safe.</summary>
internal sealed class BackgroundInstruments
{
    public const string Name = "Sockeye.Background";

    private const int MaxNames = 200;

    private static readonly ConditionalWeakTable<IMeterFactory, BackgroundInstruments> ByFactory = [];
    private static readonly Lazy<BackgroundInstruments> OfProcess = new(static () => new BackgroundInstruments(new Meter(Name)));

    private readonly ConditionalWeakTable<QueueMeasures, QueueMeasures> _measures = [];
    private readonly ConditionalWeakTable<BackgroundHost, BackgroundHost> _hosts = [];
    private readonly Instrument[] _ofQueues;

    private BackgroundInstruments(Meter meter)
    {
        double[] latencies = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600];
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = latencies };
        Emitted = new(meter.CreateCounter<long>("sockeye.background.events.emitted", "{event}", "Events that were emitted, or refused."));
        EmitDuration = new(meter.CreateHistogram("sockeye.background.emit.duration", "s", "How long emitters waited until their events were stored.", advice: advice));
        Latency = new(meter.CreateHistogram(
            "sockeye.background.job.latency", "s", "How long jobs waited to be started, from the emit or, where they were delayed, from their time.", advice: advice));
        AttemptDuration = new(meter.CreateHistogram("sockeye.background.attempt.duration", "s", "How long listeners ran.", advice: advice));
        Retries = new(meter.CreateCounter<long>("sockeye.background.retries", "{job}", "Jobs that failed and are tried again."));
        DeadLetters = new(meter.CreateCounter<long>("sockeye.background.dead_letters", "{job}", "Jobs that were given up."));
        LeasesLost = new(meter.CreateCounter<long>("sockeye.background.leases.lost", "{lease}", "Leases that ended before the job did."));
        Slots = new(meter.CreateCounter<long>("sockeye.background.schedule.slots", "{slot}", "Slots of schedules that this node dealt with."));
        OutboxMoved = new(meter.CreateCounter<long>("sockeye.background.outbox.moved", "{event}", "Events that were moved from an outbox to the store."));
        OutboxUnreadable = new(meter.CreateCounter<long>("sockeye.background.outbox.unreadable", "{row}", "Rows that were found in an outbox and are no emits."));
        StoreFailures = new(meter.CreateCounter<long>("sockeye.background.store.failures", "{failure}", "Steps that the store failed to take."));
        meter.CreateObservableUpDownCounter("sockeye.background.jobs.running", CountRunning, "{job}", "Jobs that run in this process.");
        _ofQueues =
        [
            meter.CreateObservableGauge("sockeye.background.queue.jobs", CountJobs, "{job}", "Jobs in the store, as last counted."),
            meter.CreateObservableGauge("sockeye.background.queue.oldest_age", MeasureAges, "s", "How long the oldest job of a queue has been due."),
        ];
    }

    public QuietCounter Emitted { get; }

    public QuietHistogram EmitDuration { get; }

    public QuietHistogram Latency { get; }

    public QuietHistogram AttemptDuration { get; }

    public QuietCounter Retries { get; }

    public QuietCounter DeadLetters { get; }

    public QuietCounter LeasesLost { get; }

    public QuietCounter Slots { get; }

    public QuietCounter OutboxMoved { get; }

    public QuietCounter OutboxUnreadable { get; }

    public QuietCounter StoreFailures { get; }

    /// <summary>Gets the names of events, listeners and queues that have series of their own.</summary>
    public NameLimit Names { get; } = new(MaxNames);

    /// <summary>Gets a value indicating whether somebody wants to know what is in the queues, so that it is worth asking the store.</summary>
    public bool QueuesAreObserved => Array.Exists(_ofQueues, static instrument => instrument.Enabled);

    public static BackgroundInstruments Of(IMeterFactory? factory) =>
        factory is null ? OfProcess.Value : ByFactory.GetValue(factory, static factory => new BackgroundInstruments(factory.Create(Name)));

    public void Add(BackgroundHost host) => _hosts.AddOrUpdate(host, host);

    public void Remove(BackgroundHost host) => _hosts.Remove(host);

    public void Add(QueueMeasures measures) => _measures.AddOrUpdate(measures, measures);

    public void Remove(QueueMeasures measures) => _measures.Remove(measures);

    private int CountRunning() => _hosts.Sum(static entry => entry.Value.Running);

    private IEnumerable<Measurement<long>> CountJobs() =>
        from queue in Queues()
        from part in new[] { ("waiting", queue.Waiting), ("running", queue.Running), ("dead", queue.Dead) }
        select new Measurement<long>(part.Item2, new("sockeye.queue.name", Names.Of(queue.Name)), new("sockeye.job.state", part.Item1));

    private IEnumerable<Measurement<double>> MeasureAges() =>
        Queues().Select(queue => new Measurement<double>((queue.OldestAge ?? TimeSpan.Zero).TotalSeconds, new KeyValuePair<string, object?>("sockeye.queue.name", Names.Of(queue.Name))));

    private IEnumerable<QueueState> Queues() => _measures.SelectMany(static entry => entry.Value.Latest);
}
