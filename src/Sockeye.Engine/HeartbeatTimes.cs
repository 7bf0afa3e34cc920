namespace Sockeye.Engine;

/// <summary>The times of the heartbeat, the same for all clients of one server.</summary>
internal sealed class HeartbeatTimes(EngineClock clock, TimerWheel timers, TimeSpan interval, TimeSpan timeout)
{
    public EngineClock Clock => clock;

    public TimerWheel Timers => timers;

    /// <summary>Gets how long after a pong the next ping is due, in the clock's units.</summary>
    public long Interval { get; } = clock.Units(interval);

    /// <summary>Gets how long the client has for its pong, in the clock's units.</summary>
    public long Timeout { get; } = clock.Units(timeout);
}
