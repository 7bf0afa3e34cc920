using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Sockeye.Events;

namespace Sockeye.Server.Diagnostics;

/// <summary>The instruments of one meter, shared by all servers that report to it.</summary>
internal sealed class ServerInstruments
{
    public const string Name = "Sockeye.Server";
    public const string EventNameTag = "sockeye.event.name";
    public const string NamespaceTag = "sockeye.namespace";

    public const int MaxEventNames = 200;
    public const int MaxNamespaces = 50;

    private static readonly ConditionalWeakTable<IMeterFactory, ServerInstruments> ByFactory = [];
    private static readonly Lazy<ServerInstruments> OfProcess = new(static () => new ServerInstruments(new Meter(Name)));

    private readonly ConditionalWeakTable<SocketServer, SocketServer> _servers = [];
    private readonly NameLimit _eventNames = new(MaxEventNames);
    private readonly NameLimit _namespaces = new(MaxNamespaces);

    private ServerInstruments(Meter meter)
    {
        meter.CreateObservableUpDownCounter("sockeye.server.sockets.active", CountSockets, "{socket}", "Sockets that are connected.");
        meter.CreateObservableUpDownCounter("sockeye.server.rooms", () => Sum(static ns => ns.Members.RoomCount), "{room}", "Rooms that have members on this node.");
        meter.CreateObservableUpDownCounter("sockeye.server.namespaces", () => Sum(static _ => 1), "{namespace}", "Namespaces there are.");
        meter.CreateObservableUpDownCounter("sockeye.server.presence.users", CountOnline, "{user}", "Users who are online in the cluster.");
        PresenceChanges = meter.CreateCounter<long>("sockeye.server.presence.changes", "{change}", "Users who came, went, or changed their state.");
        Connected = meter.CreateCounter<long>("sockeye.server.sockets.connected", "{socket}", "Sockets that connected.");
        SocketDuration = meter.CreateHistogram(
            "sockeye.server.socket.duration",
            "s",
            "How long sockets were connected that have disconnected.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10, 60, 300, 900, 3600, 14_400, 86_400] });
        Refusals = meter.CreateCounter<long>("sockeye.server.refusals", "{refusal}", "Sockets, events and connections that were refused.");
        Received = meter.CreateCounter<long>("sockeye.server.events.received", "{event}", "Events that clients sent.");
        Sent = meter.CreateCounter<long>("sockeye.server.events.sent", "{event}", "Events that were emitted to clients; a broadcast is one.");
        HandlerDuration = meter.CreateHistogram(
            "sockeye.server.handler.duration",
            "s",
            "How long the handlers of an event ran, asynchronous ones until their tasks ended.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.000_1, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        Failures = meter.CreateCounter<long>("sockeye.server.handler.failures", "{failure}", "Handlers, listeners and middleware that failed.");
        Recoveries = meter.CreateCounter<long>("sockeye.server.recoveries", "{session}", "Sessions that clients came back to, or did not.");
        AckDuration = meter.CreateHistogram(
            "sockeye.server.ack.duration",
            "s",
            "How long clients took to acknowledge, until their answer came or was given up.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
    }

    public Counter<long> Connected { get; }

    public Counter<long> PresenceChanges { get; }

    public Histogram<double> SocketDuration { get; }

    public Counter<long> Refusals { get; }

    public Counter<long> Received { get; }

    public Counter<long> Sent { get; }

    public Histogram<double> HandlerDuration { get; }

    public Counter<long> Failures { get; }

    public Counter<long> Recoveries { get; }

    public Histogram<double> AckDuration { get; }

    public static ServerInstruments Of(IMeterFactory? factory) =>
        factory is null ? OfProcess.Value : ByFactory.GetValue(factory, static factory => new ServerInstruments(factory.Create(Name)));

    public void Add(SocketServer server) => _servers.AddOrUpdate(server, server);

    public KeyValuePair<string, object?> EventTag(string eventName) => new(EventNameTag, _eventNames.Of(eventName));

    /// <summary>Makes the tag of a namespace. Clients choose the names of dynamic ones, so these are one.</summary>
    public KeyValuePair<string, object?> TagOf(Namespace ns) =>
        new(NamespaceTag, ns.Parent is null ? _namespaces.Of(ns.Name) : NameLimit.Other);

    private IEnumerable<Measurement<int>> CountSockets() => ByNamespace(Namespaces(), static ns => ns.SocketCount);

    private IEnumerable<Measurement<int>> CountOnline() =>
        ByNamespace(Namespaces().Where(static ns => ns.Presence is not null), static ns => ns.Presence!.OnlineCount);

    private IEnumerable<Measurement<int>> ByNamespace(IEnumerable<Namespace> namespaces, Func<Namespace, int> amount)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var ns in namespaces)
        {
            var name = (string)TagOf(ns).Value!;
            counts[name] = counts.GetValueOrDefault(name) + amount(ns);
        }

        return counts.Select(static count => new Measurement<int>(count.Value, new KeyValuePair<string, object?>(NamespaceTag, count.Key)));
    }

    private int Sum(Func<Namespace, int> amount) => Namespaces().Sum(amount);

    private IEnumerable<Namespace> Namespaces()
    {
        foreach (var (server, _) in _servers)
        {
            foreach (var ns in server.Registry.All)
            {
                yield return ns;
            }
        }
    }
}
