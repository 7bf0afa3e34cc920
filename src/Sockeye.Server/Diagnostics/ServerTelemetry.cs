using System.Diagnostics.Metrics;
using Sockeye.Events;

namespace Sockeye.Server.Diagnostics;

/// <summary>Reports what one server does, while somebody wants to know; otherwise each call asks just that.</summary>
internal sealed class ServerTelemetry(IMeterFactory? meters, TimeProvider time)
{
    private const string RefusalReasonTag = "sockeye.refusal.reason";
    private const string DisconnectReasonTag = "sockeye.disconnect.reason";
    private const string AckResultTag = "sockeye.ack.result";
    private const string EmitKindTag = "sockeye.emit.kind";

    private const string RecoveryResultTag = "sockeye.recovery.result";

    private readonly ServerInstruments _instruments = ServerInstruments.Of(meters);

    /// <summary>Gets whether the run of an event's handlers is to be observed.</summary>
    public bool ObservesHandlers => _instruments.HandlerDuration.Enabled || ServerActivities.IsOn;

    /// <summary>Gets the time, for <see cref="OnAckEnded"/>; 0 where nobody asks how long acknowledgements take.</summary>
    public long AckAsked => _instruments.AckDuration.Enabled ? time.GetTimestamp() : 0;

    /// <summary>Gets the time, for durations.</summary>
    public long Now => time.GetTimestamp();

    public void Add(SocketServer server) => _instruments.Add(server);

    public void OnConnected(Namespace ns)
    {
        if (_instruments.Connected.Enabled)
        {
            _instruments.Connected.Add(1, _instruments.TagOf(ns));
        }
    }

    public void OnDisconnected(Namespace ns, DisconnectReason reason, long connected)
    {
        if (_instruments.SocketDuration.Enabled)
        {
            _instruments.SocketDuration.Record(
                time.GetElapsedTime(connected).TotalSeconds, _instruments.TagOf(ns), Tag(DisconnectReasonTag, TagNames.Of(reason)));
        }
    }

    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    public void OnRefused(string reason)
    {
        if (_instruments.Refusals.Enabled)
        {
            _instruments.Refusals.Add(1, Tag(RefusalReasonTag, reason));
        }
    }

    /// <summary>Counts an event that came. Clients choose the names, so only one that somebody listens to is told from the others.</summary>
    public void OnReceived(Socket socket, string eventName)
    {
        if (_instruments.Received.Enabled)
        {
            var name = socket.Listeners.Snapshot(eventName).IsEmpty ? Tag(ServerInstruments.EventNameTag, NameLimit.Other) : _instruments.EventTag(eventName);
            _instruments.Received.Add(1, name, _instruments.TagOf(socket.Namespace));
        }
    }

    public void OnSent(Namespace ns, string eventName, bool isBroadcast)
    {
        if (_instruments.Sent.Enabled)
        {
            _instruments.Sent.Add(
                1, _instruments.EventTag(eventName), _instruments.TagOf(ns), Tag(EmitKindTag, isBroadcast ? "broadcast" : "socket"));
        }

        if (ServerActivities.IsOn)
        {
            ServerActivities.Send(eventName, ns);
        }
    }

    public void OnHandled(Namespace ns, string eventName, long started)
    {
        if (_instruments.HandlerDuration.Enabled)
        {
            _instruments.HandlerDuration.Record(
                time.GetElapsedTime(started).TotalSeconds, _instruments.EventTag(eventName), _instruments.TagOf(ns));
        }
    }

    public void OnFailed(Exception exception)
    {
        if (_instruments.Failures.Enabled)
        {
            _instruments.Failures.Add(1, Tag("error.type", exception.GetType().FullName));
        }
    }

    /// <summary>Counts a client that wanted to come back.</summary>
    /// <param name="result">Why it may not; null where it has.</param>
    public void OnRecovery(RecoveryFailure? result) => CountRecovery(result is { } why ? TagNames.Of(why) : "recovered");

    public void OnPresenceChanged(Namespace ns)
    {
        if (_instruments.PresenceChanges.Enabled)
        {
            _instruments.PresenceChanges.Add(1, _instruments.TagOf(ns));
        }
    }

    public void OnExpired() => CountRecovery("expired");

    /// <summary>Measures an acknowledgement, unless nobody asked for that when it was asked for.</summary>
    /// <param name="asked">What <see cref="AckAsked"/> was.</param>
    /// <param name="failure">Why there is none; null for an answer.</param>
    public void OnAckEnded(long asked, AckFailure? failure)
    {
        if (asked != 0 && _instruments.AckDuration.Enabled)
        {
            _instruments.AckDuration.Record(
                time.GetElapsedTime(asked).TotalSeconds, Tag(AckResultTag, failure is { } why ? TagNames.Of(why) : "answered"));
        }
    }

    private void CountRecovery(string result)
    {
        if (_instruments.Recoveries.Enabled)
        {
            _instruments.Recoveries.Add(1, Tag(RecoveryResultTag, result));
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
