using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Upgrades;

/// <summary>Messages flow both ways while clients upgrade, or give up, at whatever moment chance says: nothing is lost, doubled or reordered.</summary>
public class UpgradeRaceTests
{
    [Fact, Trait("Behaviour", "94")]
    public Task A_session_that_moves_loses_nothing() => RaceAsync(2_000, _ => null);

    [Fact, Trait("Behaviour", "94")]
    public Task A_session_whose_upgrade_is_given_up_loses_nothing() => RaceAsync(2_400, static seed => (Abort)(seed % (int)Abort.AfterTheMove));

    [Fact, Trait("Behaviour", "94")]
    public Task A_session_whose_client_moves_and_vanishes_has_heard_a_beginning_and_ends() => RaceAsync(400, static _ => Abort.AfterTheMove);

    private static async Task RaceAsync(int seeds, Func<int, Abort?> abort)
    {
        await using var host = await EngineHost.StartAsync();
        foreach (var run in SeededRuns.Of(seeds).Chunk(8 * 32))
        {
            host.Sessions.Clear();
            await Parallel.ForEachAsync(run, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (seed, _) =>
            {
                try
                {
                    await Racer.RaceAsync(host, seed, abort(seed));
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"{SeededRuns.Failed(seed)} ({abort(seed)?.ToString() ?? "moved"}) {exception.Message}", exception);
                }
            });
        }
    }
}
