using System.Reflection;

namespace Sockeye.Background.Tests.Emitting;

/// <summary>A store in memory that answers to no add before the test says so.</summary>
public class SlowStore : DispatchProxy
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private object? _store; // in memory: nothing is lost where nobody disposes of it
    private int _added;

    /// <summary>Gets how many events were added.</summary>
    public int Added => _added;

    /// <summary>Gets a value indicating whether the application has ended the store.</summary>
    public bool IsDisposed { get; private set; }

    public static IJobStore Create(TimeProvider time, out SlowStore handle)
    {
        var store = Create<IJobStore, SlowStore>();
        handle = (SlowStore)store;
        handle._store = new MemoryJobStore(time);
        return store;
    }

    public void Answer() => _answer.SetResult();

    public void Fail() => _answer.SetException(new JobStoreException(JobStoreFailure.Full, "The disk is full."));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        IsDisposed |= targetMethod!.Name == nameof(IAsyncDisposable.DisposeAsync);
        return targetMethod.Name == nameof(IJobStore.AddAsync)
            ? new ValueTask<IReadOnlyList<AddResult>>(AddAsync((IReadOnlyList<NewEvent>)args![0]!))
            : targetMethod.Invoke(_store, args);
    }

    private async Task<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events)
    {
        await _answer.Task;
        Interlocked.Add(ref _added, events.Count);
        return [.. events.Select(static added => new AddResult(AddOutcome.Added, added.Id, 1))];
    }
}
