using System.Reflection;

namespace Sockeye.Background.Tests.Workers;

/// <summary>A store in memory whose verbs fail as long as a test wants them to.</summary>
public class BreakableStore : DispatchProxy
{
    private object? _store;

    public bool IsBroken { get; set; }

    /// <summary>Gets or sets what asking for schedules throws.</summary>
    public Exception? OfSchedules { get; set; }

    /// <summary>Gets or sets what happens, once, between a lease that brings something and the worker's hearing of it.</summary>
    public Action? OnLeased { get; set; }

    public static IJobStore Create(TimeProvider time, out BreakableStore handle)
    {
        var store = Create<IJobStore, BreakableStore>();
        handle = (BreakableStore)store;
        handle._store = new MemoryJobStore(time);
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        string[] steered = [nameof(IJobStore.LeaseAsync), nameof(IJobStore.RenewAsync), nameof(IJobStore.SettleAsync), nameof(IJobStore.AddAsync)];
        if (targetMethod.Name == nameof(IJobStore.GetSchedulesAsync) && OfSchedules is { } thrown)
        {
            throw thrown;
        }

        var result = IsBroken && steered.Contains(targetMethod.Name)
            ? throw new JobStoreException(JobStoreFailure.Unavailable, "The test has broken the store.")
            : targetMethod.Invoke(_store, args);
        if (result is ValueTask<LeaseResult> { IsCompletedSuccessfully: true } leased && leased.Result.Jobs.Count > 0)
        {
            OnLeased?.Invoke();
            OnLeased = null;
        }

        return result;
    }
}
