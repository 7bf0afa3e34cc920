using Sockeye.Background.Proof.Processes;

namespace Sockeye.Background.Proof.Broken;

/// <summary>Breaks stores.</summary>
internal static class BrokenStores
{
    public static IJobStore Break(BrokenStore how, IJobStore store) => how switch
    {
        BrokenStore.None => store,
        BrokenStore.CompletesEarly => DecoratedStore.Of(new CompletesEarly(store)),
        BrokenStore.LeaseNeverLapses => DecoratedStore.Of(new LeaseNeverLapses(store)),
        BrokenStore.KeyNotUnique => DecoratedStore.Of(new KeyNotUnique(store)),
        BrokenStore.WithoutFence => DecoratedStore.Of(new WithoutFence(store)),
        _ => throw new ArgumentOutOfRangeException(nameof(how), how, "There is no such way to break a store."),
    };
}
