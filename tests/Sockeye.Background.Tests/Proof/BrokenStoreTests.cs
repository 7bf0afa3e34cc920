using System.Runtime.Versioning;
using Sockeye.Background.Proof.Broken;
using Sockeye.Background.Proof.Chaos;
using Sockeye.Background.Proof.Checking;
using Sockeye.Background.Tests.Stores.Sqlite;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Proof;

/// <summary>A checker that finds nothing proves nothing, unless it finds what is wrong: stores are broken on purpose, each in one way.</summary>
[Collection(nameof(Alone))]
[UnsupportedOSPlatform("windows")]
public sealed class BrokenStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(BrokenStore.CompletesEarly, ViolationKind.CompletedEarly)]
    [InlineData(BrokenStore.LeaseNeverLapses, ViolationKind.LeaseNeverLapsed)]
    [InlineData(BrokenStore.KeyNotUnique, ViolationKind.KeyNotUnique)]
    [InlineData(BrokenStore.WithoutFence, ViolationKind.NotFenced)]
    public async Task What_a_broken_store_does_is_found_and_called_by_its_name(BrokenStore how, ViolationKind found)
    {
        var options = new ProofOptions
        {
            Seed = 1,
            Store = "sqlite",
            Connection = _folder.File("jobs.db"),
            Folder = _folder.File(""),
            Broken = how,
            Items = 250,
            Faults = how == BrokenStore.WithoutFence ? 2 : 5,
            OnlyPauses = how == BrokenStore.WithoutFence,
            Until = how switch
            {
                BrokenStore.WithoutFence => Situations.FormerHolderAsked,
                BrokenStore.KeyNotUnique => Situations.KeyCameAgain,
                _ => Situations.HolderWasKilled,
            },
            Restarts = 0,
            Lease = TimeSpan.FromSeconds(1),
            Patience = TimeSpan.FromSeconds(3),
        };

        var report = await ProofRun.RunAsync(options, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(report.Describe(SeededRuns.Failed(options.Seed)));
        Assert.Contains(report.Violations, violation => violation.Kind == found && violation.Lines.Count > 0);
    }
}
