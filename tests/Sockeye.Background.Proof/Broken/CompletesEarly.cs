using Sockeye.Background.Proof.Processes;

namespace Sockeye.Background.Proof.Broken;

/// <summary>Takes a job for completed when it hands it out.</summary>
internal sealed class CompletesEarly(IJobStore inner) : StoreDecorator(inner)
{
    public override async ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var leased = await base.LeaseAsync(request, cancellationToken);
        await base.SettleAsync([.. leased.Jobs.Select(static job => new Settlement(job.Hold, JobEnding.Complete))], cancellationToken);
        return leased;
    }

    public override ValueTask<IReadOnlyList<RenewResult>> RenewAsync(IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<RenewResult>>([.. holds.Select(static _ => RenewResult.Renewed)]);

    public override ValueTask<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<bool>>([.. settlements.Select(static _ => true)]);
}
