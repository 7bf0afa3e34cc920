namespace Sockeye.Engine;

/// <summary>The clock's timestamps as plain numbers, to be added and compared.</summary>
internal sealed class EngineClock(TimeProvider time)
{
    public TimeProvider Time => time;

    public long Now => time.GetTimestamp();

    public long Units(TimeSpan span) => (long)(span.Ticks * ((double)time.TimestampFrequency / TimeSpan.TicksPerSecond));

    /// <summary>How long it is until a timestamp. Rounded up, so that what waits that long is never early.</summary>
    public TimeSpan Until(long timestamp) => time.GetElapsedTime(Now, timestamp) + TimeSpan.FromTicks(1);
}
