namespace Sockeye.Background.Proof.Processes;

/// <summary>The verbs of a store that a decorator may change. All others are the store's own.</summary>
internal abstract class StoreDecorator(IJobStore inner)
{
    public IJobStore Inner => inner;

    public virtual ValueTask<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken) =>
        inner.AddAsync(events, cancellationToken);

    public virtual ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) => inner.LeaseAsync(request, cancellationToken);

    public virtual ValueTask<IReadOnlyList<RenewResult>> RenewAsync(IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken) =>
        inner.RenewAsync(holds, duration, cancellationToken);

    public virtual ValueTask<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        inner.SettleAsync(settlements, cancellationToken);

    public virtual ValueTask<bool> ReportProgressAsync(LeaseHold hold, ReadOnlyMemory<byte> progress, CancellationToken cancellationToken) =>
        inner.ReportProgressAsync(hold, progress, cancellationToken);

    public virtual ValueTask<SlotResult> ClaimSlotAsync(SlotClaim claim, CancellationToken cancellationToken) => inner.ClaimSlotAsync(claim, cancellationToken);
}
