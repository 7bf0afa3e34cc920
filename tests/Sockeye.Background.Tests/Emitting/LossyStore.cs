using System.Reflection;

namespace Sockeye.Background.Tests.Emitting;

/// <summary>A store in memory whose way is lost as events are added: some of its answers never come, with or without the step having been taken.</summary>
public class LossyStore : DispatchProxy
{
    private object? _store; // the test disposes of it

    /// <summary>Gets or sets how many answers are still to be lost.</summary>
    public int Losses { get; set; }

    /// <summary>Gets or sets a value indicating whether the step is taken before its answer is lost.</summary>
    public bool Takes { get; set; } = true;

    public bool IsTransient { get; set; } = true;

    public int Tries { get; private set; }

    public static IJobStore Create(TimeProvider time, out LossyStore handle)
    {
        var store = Create<IJobStore, LossyStore>();
        handle = (LossyStore)store;
        handle._store = new MemoryJobStore(time);
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name is not (nameof(IJobStore.AddAsync) or nameof(IJobStore.AddBatchAsync)))
        {
            return targetMethod.Invoke(_store, args);
        }

        Tries++;
        var answer = Losses == 0 || Takes ? targetMethod.Invoke(_store, args) : null;
        return Losses-- <= 0 ? answer : throw new JobStoreException(JobStoreFailure.Unavailable, "The connection was lost.") { IsTransient = IsTransient };
    }
}
