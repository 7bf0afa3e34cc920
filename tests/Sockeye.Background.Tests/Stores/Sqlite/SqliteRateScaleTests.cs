using System.Globalization;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>Keys whose rates let nothing start cost a lease nothing, however many they are.</summary>
public sealed class SqliteRateScaleTests : IDisposable
{
    private const int Few = 500;
    private const int Many = 10_000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_lease_costs_the_same_beside_few_and_beside_many_keys_that_have_to_wait()
    {
        var (few, many) = (await StepsAsync(Few), await StepsAsync(Many));
        TestContext.Current.SendDiagnosticMessage($"a lease of one job: {few} instructions beside {Few} keys that wait for their windows, {many} beside {Many}");

        Assert.InRange(many, few / 2, few * 2);
    }

    // In SQLite's own instructions, which neither a busy machine nor its disk changes.
    private async Task<long> StepsAsync(int keys)
    {
        var time = new ManualTimeProvider();
        await using var store = await SqliteStore.OpenAsync(_folder.File($"{keys.ToString(CultureInfo.InvariantCulture)}.db"), time);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock", Rate: new StartRate(1, TimeSpan.FromHours(1), IsPerKey: true))], Cancelled);
        for (var round = 0; round < 2; round++)
        {
            await store.AddAsync([.. Enumerable.Range(0, keys).Select(static key => Event(key))], Cancelled);
            var leased = await LeaseAllAsync(store);
            Assert.Equal(round == 0 ? keys : 0, leased);
        }

        await store.AddAsync([Event(keys)], Cancelled);
        await store.File.Writer.WriteAsync(static session => session.TakeSteps(), Cancelled);
        Assert.Single((await LeaseAsync(store)).Jobs);
        var steps = await store.File.Writer.WriteAsync(static session => session.TakeSteps(), Cancelled);

        time.Advance(TimeSpan.FromHours(1)); // and none of them was forgotten
        Assert.Equal(keys + 1, await LeaseAllAsync(store)); // the lease of that one has lapsed too
        return steps;
    }

    private static NewEvent Event(int key) =>
        new() { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray(), Key = key.ToString(CultureInfo.InvariantCulture) };

    private static async Task<int> LeaseAllAsync(SqliteJobStore store)
    {
        for (var all = 0; ;)
        {
            var leased = await LeaseAsync(store);
            if (leased.Jobs.Count == 0 && !(leased.NextDueIn <= TimeSpan.Zero))
            {
                return all;
            }

            all += leased.Jobs.Count;
            await store.SettleAsync([.. leased.Jobs.Select(static job => new Settlement(job.Hold, JobEnding.Complete))], Cancelled);
        }
    }

    private static async Task<LeaseResult> LeaseAsync(SqliteJobStore store) =>
        await store.LeaseAsync(new LeaseRequest("tester", [new ListenerSlots("placed", "stock", 100)], 100, TimeSpan.FromMinutes(1)), Cancelled);
}
