using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Sockeye.Engine.Diagnostics;

/// <summary>The instruments of raw WebSockets in one meter, shared by all endpoints that report to it. Free while nobody listens.</summary>
internal sealed class WebSocketInstruments
{
    private const string KindTag = "sockeye.message.kind";
    private const string ErrorTag = "error.type";

    private static readonly ConditionalWeakTable<IMeterFactory, WebSocketInstruments> ByFactory = [];
    private static readonly Lazy<WebSocketInstruments> OfProcess = new(static () => new WebSocketInstruments(new Meter(EngineInstruments.Name)));

    private readonly ConditionalWeakTable<WebSocketServer, WebSocketServer> _servers = [];
    private readonly Counter<long> _opened;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _received;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failures;

    private WebSocketInstruments(Meter meter)
    {
        meter.CreateObservableUpDownCounter("sockeye.websockets.clients.active", () => Sum(static _ => 1), "{client}", "Clients that are open.");
        meter.CreateObservableUpDownCounter(
            "sockeye.websockets.outbox.size", () => Sum(static client => client.Life.Outbox.Measure().WaitingBytes), "By", "Bytes that wait for clients to take them.");
        _opened = meter.CreateCounter<long>("sockeye.websockets.clients.opened", "{client}", "Clients that were opened.");
        _duration = meter.CreateHistogram(
            "sockeye.websockets.client.duration",
            "s",
            "How long clients were open that have closed.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10, 60, 300, 900, 3600, 14_400, 86_400] });
        _refusals = meter.CreateCounter<long>("sockeye.websockets.refusals", "{request}", "Requests that were refused.");
        _received = meter.CreateCounter<long>("sockeye.websockets.messages.received", "{message}", "Messages that clients sent.");
        _slow = meter.CreateCounter<long>("sockeye.websockets.slow_clients", "{client}", "Clients that were closed because they do not read.");
        _dropped = meter.CreateCounter<long>("sockeye.websockets.messages.dropped", "{message}", "Messages that were dropped for a client.");
        _failures = meter.CreateCounter<long>("sockeye.websockets.listener.failures", "{failure}", "Listeners that failed.");
    }

    public static WebSocketInstruments Of(IMeterFactory? factory) =>
        factory is null ? OfProcess.Value : ByFactory.GetValue(factory, static factory => new WebSocketInstruments(factory.Create(EngineInstruments.Name)));

    public void Add(WebSocketServer server) => _servers.AddOrUpdate(server, server);

    public void OnOpened() => _opened.Add(1);

    public void OnClosed(CloseReason reason, TimeSpan lasted)
    {
        if (reason == CloseReason.SlowClient)
        {
            _slow.Add(1);
        }

        if (_duration.Enabled)
        {
            _duration.Record(lasted.TotalSeconds, new KeyValuePair<string, object?>(EngineInstruments.CloseReasonTag, TagNames.Of(reason)));
        }
    }

    public void OnRefused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>(EngineInstruments.RefusalReasonTag, reason));

    public void OnReceived(bool isBinary) => _received.Add(1, new KeyValuePair<string, object?>(KindTag, isBinary ? "binary" : "text"));

    public void OnFailed(Exception exception)
    {
        if (_failures.Enabled)
        {
            _failures.Add(1, new KeyValuePair<string, object?>(ErrorTag, exception.GetType().FullName));
        }
    }

    public void OnDropped(bool isVolatile)
    {
        if (_dropped.Enabled)
        {
            _dropped.Add(1, new KeyValuePair<string, object?>(EngineInstruments.DropReasonTag, isVolatile ? "volatile" : "budget"));
        }
    }

    /// <summary>Says whether a volatile message was taken, and counts it otherwise.</summary>
    public bool IsTaken(SendResult result)
    {
        if (result == SendResult.Taken)
        {
            return true;
        }

        OnDropped(isVolatile: true);
        return false;
    }

    private long Sum(Func<WebSocketClient, long> amount)
    {
        var sum = 0L;
        foreach (var (server, _) in _servers)
        {
            foreach (var client in server.OpenClients())
            {
                sum += amount(client);
            }
        }

        return sum;
    }
}
