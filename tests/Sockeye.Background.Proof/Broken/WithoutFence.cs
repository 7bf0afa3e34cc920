using Sockeye.Background.Proof.Processes;

namespace Sockeye.Background.Proof.Broken;

/// <summary>Lets a worker end and report what another has taken over.</summary>
internal sealed class WithoutFence(IJobStore inner) : StoreDecorator(inner)
{
    private const int LeasesSince = 3;

    public override async ValueTask<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var results = (await base.SettleAsync(settlements, cancellationToken)).ToArray();
        for (var i = 0; i < results.Length; i++)
        {
            for (var since = 1; since <= LeasesSince && !results[i]; since++)
            {
                var hold = settlements[i].Hold;
                results[i] = (await base.SettleAsync([settlements[i] with { Hold = hold with { Token = hold.Token + since } }], cancellationToken))[0];
            }
        }

        return results;
    }

    public override async ValueTask<bool> ReportProgressAsync(LeaseHold hold, ReadOnlyMemory<byte> progress, CancellationToken cancellationToken)
    {
        var counted = false;
        for (var since = 0; since <= LeasesSince && !counted; since++)
        {
            counted = await base.ReportProgressAsync(hold with { Token = hold.Token + since }, progress, cancellationToken);
        }

        return counted;
    }
}
