namespace Sockeye.Background;

/// <summary>The window of a rate that is open, and how many starts it has seen.</summary>
internal sealed class MemoryRate
{
    private int _used;

    public DateTimeOffset End { get; private set; } = DateTimeOffset.MinValue;

    public bool Allows(StartRate rate, DateTimeOffset now) => IsOver(rate, now) || _used < rate.Permits;

    public void Use(StartRate rate, DateTimeOffset now)
    {
        if (IsOver(rate, now))
        {
            (_used, End) = (0, now + rate.Window);
        }

        _used++;
    }

    // A window that is longer than it can be was begun before the clock was put back.
    private bool IsOver(StartRate rate, DateTimeOffset now) => now >= End || End - now > rate.Window;
}
