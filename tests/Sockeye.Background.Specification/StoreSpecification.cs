using System.Text;

namespace Sockeye.Background.Specification;

/// <summary>What the parts of the specification share: a store of its own for each test, and short words for its verbs.</summary>
public abstract class StoreSpecification(Func<ValueTask<StoreUnderTest>> start) : IAsyncLifetime
{
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    protected static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private StoreUnderTest? _tested;

    protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    protected StoreUnderTest Tested => _tested ?? throw new InvalidOperationException("The test has not started.");

    protected IJobStore Store => Tested.Store;

    public virtual async ValueTask InitializeAsync() => _tested = await start();

    public async ValueTask DisposeAsync()
    {
        if (_tested is not null)
        {
            await _tested.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected static NewEvent Event(string name = "placed", string payload = "{}") =>
        new() { Id = Guid.CreateVersion7(), Name = name, Payload = Encoding.UTF8.GetBytes(payload) };

    protected static NewEvent Keyed(string key, string name = "placed") => Event(name) with { Key = key };

    protected ValueTask RegisterAsync(params ListenerRegistration[] listeners) => Store.RegisterAsync(listeners, CancellationToken);

    /// <summary>Makes one listener known: <c>stock</c> of the event <c>placed</c>.</summary>
    protected ValueTask RegisterStockAsync(int keyConcurrency = 1, StartRate? rate = null) =>
        RegisterAsync(new ListenerRegistration("placed", "stock", KeyConcurrency: keyConcurrency, Rate: rate));

    protected async Task<AddResult> AddAsync(NewEvent added) => Assert.Single(await Store.AddAsync([added], CancellationToken));

    protected async Task<IReadOnlyList<AddResult>> AddAsync(params NewEvent[] added) => await Store.AddAsync(added, CancellationToken);

    protected async Task<IReadOnlyList<LeasedJob>> LeaseAsync(int limit = 100, string listener = "stock", string eventName = "placed") =>
        (await AskAsync(limit, listener, eventName)).Jobs;

    protected async Task<LeaseResult> AskAsync(int limit = 100, string listener = "stock", string eventName = "placed", IJobStore? store = null) =>
        await (store ?? Store).LeaseAsync(new LeaseRequest("tester", [new ListenerSlots(eventName, listener, limit)], limit, LeaseTime), CancellationToken);

    protected async Task<LeasedJob> LeaseOneAsync() => Assert.Single(await LeaseAsync(1));

    protected async Task<bool> SettleAsync(LeasedJob job, JobEnding ending, TimeSpan retryAfter = default, JobFailure? failure = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Assert.Single(await Store.SettleAsync([new Settlement(job.Hold, ending, retryAfter, failure)], CancellationToken));
    }

    protected async Task<RenewResult> RenewAsync(LeasedJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Assert.Single(await Store.RenewAsync([job.Hold], LeaseTime, CancellationToken));
    }

    protected async Task<IReadOnlyList<Job>> ListAsync(JobFilter? filter = null, JobPage? page = null) =>
        await Store.ListAsync(filter ?? new JobFilter(), page ?? new JobPage { OldestFirst = true }, CancellationToken);

    protected async Task<Job> FindAsync(long id) => Assert.Single(await ListAsync(new JobFilter { Ids = [id] }));

    protected async Task<JobState[]> StatesAsync() => [.. (await ListAsync()).Select(static job => job.State)];

    protected static JobFilter Only(params long[] ids) => new() { Ids = ids };

    protected static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
