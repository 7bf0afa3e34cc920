namespace Sockeye.Background.Specification;

/// <summary>A store that is empty and initialised, and what a test does to it from outside.</summary>
public sealed class StoreUnderTest(IJobStore store, Func<TimeSpan, ValueTask> pass, Func<ValueTask<IJobStore>> openAnother, Func<ValueTask> dispose, Func<TimeSpan, ValueTask>? jump = null)
    : IAsyncDisposable
{
    /// <summary>Gets the store.</summary>
    public IJobStore Store => store;

    /// <summary>Lets time pass by the store's clock: leases lapse, delays end.</summary>
    public ValueTask PassAsync(TimeSpan time) => pass(time);

    /// <summary>Puts the store's clock forward or back, as an administrator does.</summary>
    public ValueTask JumpAsync(TimeSpan by) => (jump ?? pass)(by);

    /// <summary>Opens the same jobs once more, as another node does; a store that has no nodes hands out itself.</summary>
    public ValueTask<IJobStore> OpenAnotherAsync() => openAnother();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => dispose();
}
