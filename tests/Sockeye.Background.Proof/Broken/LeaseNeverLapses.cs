using Sockeye.Background.Proof.Processes;

namespace Sockeye.Background.Proof.Broken;

/// <summary>Leaves a job to whoever has leased it, dead or alive.</summary>
internal sealed class LeaseNeverLapses(IJobStore inner) : StoreDecorator(inner)
{
    private static readonly TimeSpan Ever = TimeSpan.FromDays(1);

    public override ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) =>
        base.LeaseAsync(request with { Duration = Ever }, cancellationToken);

    public override ValueTask<IReadOnlyList<RenewResult>> RenewAsync(IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken) =>
        base.RenewAsync(holds, Ever, cancellationToken);
}
