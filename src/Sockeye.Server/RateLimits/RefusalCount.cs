namespace Sockeye.Server.RateLimits;

/// <summary>How many events of a connection were refused within the minute that began with the first of them.</summary>
internal sealed class RefusalCount
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private int _count;
    private long _since;

    /// <summary>Counts a refusal; false where it is one too many.</summary>
    public bool TryAdd(int most, TimeProvider time)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (_count == 0 || time.GetElapsedTime(_since, now) >= Window)
            {
                (_count, _since) = (0, now);
            }

            return ++_count <= most;
        }
    }
}
