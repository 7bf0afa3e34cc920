using Sockeye.Background.Specification;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores;

public sealed class MemoryAddingTests() : AddingSpecification(MemoryStore.StartAsync);

public sealed class MemoryLeasingTests() : LeasingSpecification(MemoryStore.StartAsync);

public sealed class MemorySettlingTests() : SettlingSpecification(MemoryStore.StartAsync);

public sealed class MemoryKeyTests() : KeySpecification(MemoryStore.StartAsync);

public sealed class MemoryCatalogTests() : CatalogSpecification(MemoryStore.StartAsync);

public sealed class MemoryBatchTests() : BatchSpecification(MemoryStore.StartAsync);

public sealed class MemoryRetentionTests() : RetentionSpecification(MemoryStore.StartAsync);

public sealed class MemoryTraceTests() : TraceSpecification(MemoryStore.StartAsync);

public sealed class MemoryWatchTests() : WatchSpecification(MemoryStore.StartAsync);

public sealed class MemoryClockTests() : ClockSpecification(MemoryStore.StartAsync);

public sealed class MemoryScheduleTests() : ScheduleSpecification(MemoryStore.StartAsync);

internal static class MemoryStore
{
    public static async ValueTask<StoreUnderTest> StartAsync()
    {
        var time = new ManualTimeProvider();
        var store = new MemoryJobStore(time);
        await store.InitializeAsync(TestContext.Current.CancellationToken);
        return new StoreUnderTest(
            store,
            by =>
            {
                time.Advance(by);
                return ValueTask.CompletedTask;
            },
            () => ValueTask.FromResult<IJobStore>(store),
            store.DisposeAsync,
            by =>
            {
                time.PutClock(by);
                return ValueTask.CompletedTask;
            });
    }
}
