using System.Reflection;

namespace Sockeye.Background.Tests.Outbox;

/// <summary>A store whose process dies as it adds: before it has, or after it has and before anybody hears of it.</summary>
public class CrashingStore : DispatchProxy
{
    private IJobStore? _store;
    private bool _adds;

    /// <summary>Wraps a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="adds">Whether it has added before it dies.</param>
    public static IJobStore Wrap(IJobStore store, bool adds)
    {
        var wrapped = Create<IJobStore, CrashingStore>();
        var crashing = (CrashingStore)wrapped;
        (crashing._store, crashing._adds) = (store, adds);
        return wrapped;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IJobStore.AddAsync)
        ? new ValueTask<IReadOnlyList<AddResult>>(CrashAsync((IReadOnlyList<NewEvent>)args![0]!))
        : targetMethod.Invoke(_store, args);

    private async Task<IReadOnlyList<AddResult>> CrashAsync(IReadOnlyList<NewEvent> events)
    {
        if (_adds)
        {
            await _store!.AddAsync(events, TestContext.Current.CancellationToken);
        }

        throw new IOException("The process has died.");
    }
}
