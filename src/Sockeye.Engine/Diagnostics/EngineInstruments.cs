using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Sockeye.Engine.Diagnostics;

/// <summary>The instruments of one meter, shared by all engines that report to it, and the source of activities. Free while nobody listens.</summary>
internal sealed class EngineInstruments
{
    public const string Name = "Sockeye.Engine";
    public const string TransportTag = "sockeye.transport";
    public const string RevisionTag = "sockeye.protocol.revision";
    public const string CloseReasonTag = "sockeye.close.reason";
    public const string RefusalReasonTag = "sockeye.refusal.reason";
    public const string DropReasonTag = "sockeye.drop.reason";
    public const string UpgradeResultTag = "sockeye.upgrade.result";

    public static readonly ActivitySource Activities = new(Name);

    private static readonly ConditionalWeakTable<IMeterFactory, EngineInstruments> ByFactory = [];
    private static readonly Lazy<EngineInstruments> OfProcess = new(static () => new EngineInstruments(new Meter(Name)));

    private readonly ConditionalWeakTable<EngineServer, EngineServer> _servers = [];
    private readonly Counter<long> _opened;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _upgrade;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _dropped;

    private EngineInstruments(Meter meter)
    {
        meter.CreateObservableUpDownCounter("sockeye.engine.sessions.active", CountSessions, "{session}", "Sessions that are open.");
        meter.CreateObservableUpDownCounter("sockeye.engine.outbox.size", CountWaiting, "By", "Bytes that wait for clients to take them.");
        meter.CreateObservableUpDownCounter("sockeye.engine.outbox.packets", CountPackets, "{packet}", "Packets that wait for clients to take them.");
        _opened = meter.CreateCounter<long>("sockeye.engine.sessions.opened", "{session}", "Sessions that were opened.");
        _duration = meter.CreateHistogram(
            "sockeye.engine.session.duration",
            "s",
            "How long sessions lasted that have closed.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10, 60, 300, 900, 3600, 14_400, 86_400] });
        _upgrade = meter.CreateHistogram(
            "sockeye.engine.upgrade.duration",
            "s",
            "How long upgrades from polling to WebSocket took, those that failed too.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _refusals = meter.CreateCounter<long>("sockeye.engine.refusals", "{request}", "Requests that were refused.");
        _slow = meter.CreateCounter<long>("sockeye.engine.slow_clients", "{session}", "Sessions that were closed because their client does not read.");
        _dropped = meter.CreateCounter<long>("sockeye.engine.packets.dropped", "{packet}", "Packets that were dropped: volatile ones that could not go out at once, and those for which the budget had no room.");
    }

    public static EngineInstruments Of(IMeterFactory? factory) =>
        factory is null ? OfProcess.Value : ByFactory.GetValue(factory, static factory => new EngineInstruments(factory.Create(Name)));

    public void Add(EngineServer server) => _servers.AddOrUpdate(server, server);

    public void OnOpened(EngineSession session)
    {
        if (_opened.Enabled)
        {
            _opened.Add(1, Tag(TransportTag, TagNames.Of(session.Transport)), Tag(RevisionTag, session.ProtocolRevision));
        }
    }

    public void OnClosed(EngineSession session, CloseReason reason)
    {
        if (_duration.Enabled)
        {
            // By the wall clock, which may have been set back meanwhile: a session need not keep another time for this.
            var lasted = session.Server.Clock.Time.GetUtcNow() - session.Request.Issued;
            _duration.Record(
                Math.Max(0, lasted.TotalSeconds), Tag(CloseReasonTag, TagNames.Of(reason)), Tag(TransportTag, TagNames.Of(session.Transport)));
        }
    }

    public void OnUpgradeEnded(TimeSpan duration, bool hasMoved)
    {
        if (_upgrade.Enabled)
        {
            _upgrade.Record(duration.TotalSeconds, Tag(UpgradeResultTag, hasMoved ? "completed" : "failed"));
        }
    }

    public void OnRefused(ConnectionError error, string? detail)
    {
        if (_refusals.Enabled)
        {
            _refusals.Add(1, Tag(RefusalReasonTag, TagNames.Of(error, detail)));
        }
    }

    public void OnDropped(bool isVolatile)
    {
        if (_dropped.Enabled)
        {
            _dropped.Add(1, Tag(DropReasonTag, isVolatile ? "volatile" : "budget"));
        }
    }

    public void OnSlowClient(TransportKind transport) => _slow.Add(1, Tag(TransportTag, TagNames.Of(transport)));

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);

    private IEnumerable<Measurement<long>> CountSessions() => Sum(static _ => 1);

    private IEnumerable<Measurement<long>> CountWaiting() => Sum(static session => session.Outbound.WaitingBytes);

    private IEnumerable<Measurement<long>> CountPackets() => Sum(static session => session.Outbound.WaitingPackets);

    private IEnumerable<Measurement<long>> Sum(Func<EngineSession, long> amount)
    {
        var polling = 0L;
        var webSocket = 0L;
        foreach (var (server, _) in _servers)
        {
            foreach (var session in server.Sessions)
            {
                (session.Transport == TransportKind.Polling ? ref polling : ref webSocket) += amount(session);
            }
        }

        yield return new Measurement<long>(polling, Tag(TransportTag, TagNames.Of(TransportKind.Polling)));
        yield return new Measurement<long>(webSocket, Tag(TransportTag, TagNames.Of(TransportKind.WebSocket)));
    }
}
