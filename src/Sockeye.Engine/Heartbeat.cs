using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>
/// Asks a client at times whether it is there, and ends its session when no answer comes. The deadline of a pong counts from when its
/// ping was due, moves once for each ping when the client sends something else, and stands still while a message is being handled.
/// </summary>
/// <remarks>
/// A client of protocol revision 3 asks by itself: it is awaited all the time, and each of its pings moves the deadline.
/// Pings go on while it stands still, so that a client whose messages are handled slowly does not think the server gone.
/// The wheel is only troubled where a time moves nearer: a timer that comes too early looks and goes back to sleep.
/// </remarks>
internal sealed class Heartbeat(IOutboxOwner owner, HeartbeatTimes times, bool clientAsks = false) : WheelTimer
{
    private readonly Lock _gate = new();
    private long _due;
    private long _scheduledFor;
    private long _nextPing;
    private long _stoodStillAt;
    private bool _awaitsPong;
    private bool _extended;
    private bool _handling;
    private bool _standsStill;
    private bool _stopped;

    public void Start()
    {
        lock (_gate)
        {
            _awaitsPong = _extended = clientAsks;
            _due = times.Clock.Now + times.Interval + (clientAsks ? times.Timeout : 0);
            Schedule(_due);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
        }

        times.Timers.Cancel(this);
    }

    /// <summary>Whether the session's time is over, although the wheel may not have noticed yet.</summary>
    public bool IsExpired()
    {
        lock (_gate)
        {
            return !_stopped && !_standsStill && !_handling && times.Clock.Now > _due + (_awaitsPong ? 0 : times.Timeout);
        }
    }

    public void OnPacket(EnginePacketType type)
    {
        lock (_gate)
        {
            if (clientAsks && type == EnginePacketType.Ping)
            {
                _due = times.Clock.Now + times.Interval + times.Timeout;
                Schedule(_due);
            }
            else if (type == EnginePacketType.Pong)
            {
                _awaitsPong = false;
                _due = times.Clock.Now + times.Interval;
                Schedule(_due);
            }
            else
            {
                ExtendOnce();
            }
        }
    }

    /// <summary>A message begins to be handled.</summary>
    public void EnterHandler()
    {
        lock (_gate)
        {
            _handling = true;
            if (_awaitsPong)
            {
                ExtendOnce();
                StandStill(times.Clock.Now);
            }
        }
    }

    /// <summary>The message has been handled.</summary>
    public void LeaveHandler()
    {
        lock (_gate)
        {
            _handling = false;
            if (_standsStill)
            {
                _standsStill = false;
                _due += times.Clock.Now - _stoodStillAt;
                Schedule(_due);
            }
        }
    }

    protected internal override void OnDue()
    {
        var ping = false;
        var expired = false;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            var now = times.Clock.Now;
            if (_standsStill)
            {
                ping = now >= _nextPing && !clientAsks;
                _nextPing += now >= _nextPing ? times.Interval : 0;
            }
            else if (now >= _due && _awaitsPong)
            {
                expired = true;
            }
            else if (now >= _due)
            {
                ping = true;
                Ask();
            }

            _scheduledFor = 0;
            Schedule(_standsStill ? _nextPing : _due);
        }

        if (expired)
        {
            owner.End(CloseReason.PingTimeout, null);
        }
        else if (ping)
        {
            owner.SendPing();
        }
    }

    private void Ask()
    {
        var pingDue = _due;
        _awaitsPong = true;
        _extended = false;
        _due = pingDue + times.Timeout;
        if (_handling)
        {
            StandStill(pingDue);
        }
    }

    private void StandStill(long since)
    {
        _standsStill = true;
        _stoodStillAt = since;
        _nextPing = since + times.Interval;
    }

    private void ExtendOnce()
    {
        if (_awaitsPong && !_extended)
        {
            _extended = true;
            _due = times.Clock.Now + times.Timeout;
        }
    }

    private void Schedule(long timestamp)
    {
        if (!_stopped && (_scheduledFor == 0 || timestamp < _scheduledFor))
        {
            _scheduledFor = timestamp;
            times.Timers.Schedule(this, times.Clock.Until(timestamp));
        }
    }
}
