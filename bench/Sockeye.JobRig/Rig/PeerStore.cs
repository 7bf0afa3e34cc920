using Sockeye.JobRig.Peers;

namespace Sockeye.JobRig.Rig;

/// <summary>The store of one run.</summary>
/// <param name="Settings">What its processes are told.</param>
/// <param name="Settle">Lets it write what it has put off, so that each run begins alike.</param>
/// <param name="End">Removes it.</param>
internal sealed record PeerStore(PeerSettings Settings, Func<Task> Settle, Func<Task> End) : IAsyncDisposable
{
    public Task SettleAsync() => Settle();

    public async ValueTask DisposeAsync() => await End();
}
