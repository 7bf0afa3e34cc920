namespace Sockeye.Background;

/// <summary>
/// The clock of a store, which notices that it may have been put back since it was last read: only then leases can last for longer than they were taken for, and
/// only then it is worth looking at all of them. The writer's thread reads it, several times a second also while there is nothing to write.
/// </summary>
/// <param name="time">What tells the time.</param>
internal sealed class SqliteClock(TimeProvider time)
{
    /// <summary>How much two clocks of one machine may differ, and how long may pass between two looks before one that was put back could seem to have gone on.</summary>
    public const long Tolerance = TimeSpan.TicksPerSecond;

    private long _latest; // long ago: before the first look anything may have been
    private int _doubts;
    private int _heeded;

    /// <summary>Gets how often it may have been put back so far.</summary>
    public int Doubts => _doubts;

    /// <summary>Gets a value indicating whether nobody has looked at the leases since it may have been put back.</summary>
    public bool IsDoubtful => _doubts != Volatile.Read(ref _heeded);

    /// <summary>Tells the time, in ticks.</summary>
    public long Now()
    {
        var now = time.GetUtcNow().UtcTicks;
        if (now < _latest || now - _latest > Tolerance)
        {
            _doubts++;
        }

        return _latest = now;
    }

    /// <summary>Hears that the leases have been looked at, and that this is stored.</summary>
    /// <param name="doubts">What <see cref="Doubts"/> was then.</param>
    public void Heed(int doubts) => Volatile.Write(ref _heeded, doubts);
}
