using System.Threading.Channels;

namespace Sockeye.Background;

/// <summary>Tells the store how attempts ended, all that have ended since the last time at once.</summary>
internal sealed class Settlements(Worker worker)
{
    private const int MostAtOnce = 1000;

    private readonly Channel<(Attempt Attempt, Settlement Settlement)> _ended =
        Channel.CreateUnbounded<(Attempt, Settlement)>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(Attempt attempt, Settlement settlement) => _ended.Writer.TryWrite((attempt, settlement));

    public void Complete() => _ended.Writer.TryComplete();

    public async Task RunAsync()
    {
        var batch = new List<(Attempt Attempt, Settlement Settlement)>();
        var failures = 0;
        while (batch.Count > 0 || await _ended.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < MostAtOnce && _ended.Reader.TryRead(out var ended))
            {
                batch.Add(ended);
            }

            try
            {
                var counted = await worker.Store.SettleAsync([.. batch.Select(static ended => ended.Settlement)], CancellationToken.None).ConfigureAwait(false);
                worker.Reached();
                for (var i = 0; i < batch.Count; i++)
                {
                    worker.Release(batch[i].Attempt);
                    if (counted[i])
                    {
                        worker.Telemetry.Settled(batch[i].Attempt.Job, batch[i].Settlement);
                    }
                    else
                    {
                        worker.TellLost(batch[i].Attempt.Job);
                    }
                }

                (failures, batch) = (0, []);
            }
#pragma warning disable CA1031 // the store may come back, and what has ended must not be forgotten as long as its lease lasts
            catch (Exception exception)
#pragma warning restore CA1031
            {
                var delay = Worker.Pause(++failures);
                worker.TellFailed("end attempts", delay, exception);
                await Task.Delay(delay, worker.Time).ConfigureAwait(false);
                batch.RemoveAll(ended => IsLost(ended.Attempt));
            }
        }
    }

    private bool IsLost(Attempt attempt)
    {
        var isLost = worker.Time.GetTimestamp() >= attempt.LeaseEnd;
        if (isLost)
        {
            worker.Release(attempt);
            worker.TellLost(attempt.Job);
        }

        return isLost;
    }
}
