using Sockeye.Background.Proof.Processes;

namespace Sockeye.Background.Proof.Broken;

/// <summary>Does not look at unique keys.</summary>
internal sealed class KeyNotUnique(IJobStore inner) : StoreDecorator(inner)
{
    public override ValueTask<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken) =>
        base.AddAsync([.. events.Select(static added => added with { UniqueKey = null })], cancellationToken);
}
