using System.Reflection;

namespace Sockeye.Background.Tests.Diagnostics;

/// <summary>A store in memory that counts how often it is asked about its queues.</summary>
public class CountingStore : DispatchProxy
{
    private object? _store; // the test disposes of it
    private int _asked;

    public bool IsBroken { get; set; }

    public int Asked => Volatile.Read(ref _asked);

    public static IJobStore Create(TimeProvider time, out CountingStore handle)
    {
        var store = Create<IJobStore, CountingStore>();
        handle = (CountingStore)store;
        handle._store = new MemoryJobStore(time);
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IJobStore.GetQueuesAsync))
        {
            Interlocked.Increment(ref _asked);
            return IsBroken ? throw new JobStoreException(JobStoreFailure.Unavailable, "The test has broken the store.") : targetMethod.Invoke(_store, args);
        }

        return targetMethod.Invoke(_store, args);
    }
}
