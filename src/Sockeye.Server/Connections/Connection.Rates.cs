using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Control;
using Sockeye.Server.Diagnostics;
using Sockeye.Server.RateLimits;

namespace Sockeye.Server.Connections;

/// <summary>How fast the client may send.</summary>
internal sealed partial class Connection
{
    private EventPace _pace;
    private ReadingPause? _pause;
    private RefusalCount? _refusals;
    private bool _wasPaused;

    private ValueTask OnPacketAsync(in IncomingPacket packet) =>
        packet.Type == PacketType.Ack || _pace.TryTake(_server.Options.MaxEventsPerSecond, _server.Time)
            ? ActAsync(in packet)
            : new ValueTask(ActInTimeAsync(packet));

    /// <summary>Holds up the reading loop until the client may send again: it is faster than the limit, and nothing of it is lost.</summary>
    private async Task ActInTimeAsync(IncomingPacket packet)
    {
        if (!_wasPaused)
        {
            _wasPaused = true;
            Log.Paused(_server.Logger, Session.Id, _server.Options.MaxEventsPerSecond);
        }

        do
        {
            var pause = new ReadingPause();
            Interlocked.Exchange(ref _pause, pause);
            Timers.Schedule(pause, TimeSpan.Zero);
            if (IsClosed)
            {
                pause.End(); // the end may have come before it could find the pause
            }

            await pause.Over.ConfigureAwait(false);
            Timers.Cancel(pause);
        }
        while (!IsClosed && !_pace.TryTake(_server.Options.MaxEventsPerSecond, _server.Time));
        Volatile.Write(ref _pause, null);
        if (!IsClosed)
        {
            await ActAsync(in packet).ConfigureAwait(false);
        }
    }

    /// <summary>Counts an event against the namespace's rate limits; false where one refused it, of which the client has been told.</summary>
    private bool TryTake(Socket socket, in IncomingPacket packet)
    {
        if (socket.Namespace.TryTake(new ReceivedEvent(socket, packet.EventName), out var retryAfter))
        {
            return true;
        }

        Telemetry.OnRefused(RefusalReasons.RateLimit);
        Log.RateLimited(_server.Logger, packet.EventName, socket.Id);
        new Refusal("rate_limited", "Too many events.") { EventName = packet.EventName, RetryAfter = retryAfter }.Send(socket, packet.Id);
        CountRefusal();
        return false;
    }

    /// <summary>Counts something that was refused, and closes the connection of a client that does not heed it.</summary>
    private void CountRefusal()
    {
        var refusals = _refusals ?? Interlocked.CompareExchange(ref _refusals, new RefusalCount(), null) ?? _refusals;
        if (!refusals.TryAdd(_server.Options.MaxRefusedEventsPerMinute, _server.Time))
        {
            Close(RefusalReasons.Flood, "The client went on sending what rate limits or authentication refuse.");
        }
    }
}
