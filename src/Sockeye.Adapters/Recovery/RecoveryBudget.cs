using Sockeye.Adapters.Recovery;

namespace Sockeye.Adapters;

/// <summary>
/// How much all namespaces of a server keep together. Past it the namespace that keeps most lets go of what is oldest there, so that one
/// that keeps little loses nothing to another's traffic.
/// </summary>
/// <param name="sessions">How many sessions.</param>
/// <param name="bytes">How many bytes of packets.</param>
/// <remarks>Safe to use from many threads.</remarks>
public sealed class RecoveryBudget(int sessions, long bytes)
{
    /// <summary>Of a bound that is exceeded so large a part is made free at once: looking for who keeps most is paid for once in a while.</summary>
    private const int Part = 64;

    private readonly Lock _gate = new();
    private readonly List<InMemoryRecovery> _keepers = [];
    private long _sessions;
    private long _bytes;

    /// <summary>Gets how many sessions are kept now.</summary>
    public long Sessions => Volatile.Read(ref _sessions);

    /// <summary>Gets how many bytes of packets are kept now.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    internal void Add(InMemoryRecovery keeper)
    {
        lock (_gate)
        {
            _keepers.Add(keeper);
        }
    }

    internal void Remove(InMemoryRecovery keeper)
    {
        lock (_gate)
        {
            _keepers.Remove(keeper);
        }
    }

    internal void AddSessions(int count) => Interlocked.Add(ref _sessions, count);

    internal void AddBytes(long count) => Interlocked.Add(ref _bytes, count);

    /// <summary>Makes room where there is too much. Not under the lock of a keeper, since it takes that of others; it calls the application.</summary>
    internal void Relieve()
    {
        if (Bytes > bytes)
        {
            RelieveBytes();
        }

        if (Sessions > sessions)
        {
            RelieveSessions();
        }
    }

    private void RelieveBytes()
    {
        lock (_gate)
        {
            if (Bytes > bytes)
            {
                new FairTrim(_keepers, static keeper => keeper.MeasureBytes()).Run(
                    () => Bytes - (bytes - (bytes / Part)), static (keeper, most) => keeper.TrimTo(most));
            }
        }
    }

    private void RelieveSessions()
    {
        List<(InMemoryRecovery Keeper, IReadOnlyList<RecoverableSession> Sessions)> ousted = [];
        lock (_gate)
        {
            if (Sessions > sessions)
            {
                new FairTrim(_keepers, static keeper => keeper.MeasureSessions()).Run(
                    () => Sessions - (sessions - (sessions / Part)), (keeper, most) => ousted.Add((keeper, keeper.OustTo((int)most))));
            }
        }

        foreach (var (keeper, gone) in ousted)
        {
            keeper.Expire(gone);
        }
    }
}
