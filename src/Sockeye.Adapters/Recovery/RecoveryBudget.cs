namespace Sockeye.Adapters;

/// <summary>How much all namespaces of a server keep together. Past it a namespace lets go of what is its own.</summary>
/// <param name="sessions">How many sessions.</param>
/// <param name="bytes">How many bytes of packets.</param>
/// <remarks>Safe to use from many threads.</remarks>
public sealed class RecoveryBudget(int sessions, long bytes)
{
    private long _sessions;
    private long _bytes;

    /// <summary>Gets how many sessions are kept now.</summary>
    public long Sessions => Volatile.Read(ref _sessions);

    /// <summary>Gets how many bytes of packets are kept now.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    internal bool HasTooManySessions => Sessions > sessions;

    internal bool HasTooManyBytes => Bytes > bytes;

    internal void AddSessions(int count) => Interlocked.Add(ref _sessions, count);

    internal void AddBytes(long count) => Interlocked.Add(ref _bytes, count);
}
