namespace Sockeye.Background;

/// <summary>The window of a rate that is open, and how many starts it has seen.</summary>
internal sealed class MemoryRate
{
    private int _used;

    public DateTimeOffset End { get; private set; } = DateTimeOffset.MinValue;

    public bool Allows(StartRate rate, DateTimeOffset now) => now >= End || _used < rate.Permits;

    public void Use(StartRate rate, DateTimeOffset now)
    {
        if (now >= End)
        {
            (_used, End) = (0, now + rate.Window);
        }

        _used++;
    }
}
