namespace Sockeye.Background;

/// <summary>Renews leases in time, hears of cancellations thereby, and cancels what is about to lose its lease before another worker can have it.</summary>
internal sealed class LeaseKeeper(Worker worker, BackgroundOptions options)
{
    private const int MostAtOnce = 1000;

    // The guard looks every sixth of the lease time and acts a fifth before the end: always before it.
    private readonly TimeSpan _tick = options.LeaseTime / 6;
    private readonly TimeSpan _margin = options.LeaseTime / 5;

    /// <summary>Renews until it is told to stop.</summary>
    /// <param name="seen">What the store had raised before the first job was leased.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    public async Task RenewAsync(long seen, CancellationToken cancellationToken)
    {
        var next = Deadline.In(worker.Time, _tick);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var woken = await worker.Store.Signal.WaitAsync(seen, WakeUps.Cancellation, next, cancellationToken).ConfigureAwait(false);
                next = Deadline.In(worker.Time, _tick);
                seen = woken == WakeUps.None ? seen : worker.Store.Signal.Version; // what comes after a time that was up still counts
                var soon = worker.Time.GetTimestamp() + worker.Ticks(options.LeaseTime * 2 / 3);
                foreach (var due in worker.Held.Where(held => woken != WakeUps.None || held.LeaseEnd <= soon).Chunk(MostAtOnce))
                {
                    await RenewAsync(due, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // the store may come back; until then the guard does what must be done
            catch (Exception exception)
#pragma warning restore CA1031
            {
                worker.TellFailed("renew leases", _tick, exception);
                await Task.Delay(_tick, worker.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Watches the leases until it is told to stop. It asks nobody, so that nothing can hold it up.</summary>
    public async Task GuardAsync(CancellationToken cancellationToken)
    {
        var next = Deadline.In(worker.Time, _tick);
        while (!cancellationToken.IsCancellationRequested)
        {
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
            next = Deadline.In(worker.Time, _tick);
            var now = worker.Time.GetTimestamp();
            foreach (var held in worker.Held)
            {
                if (IsAboutToEnd(held, now))
                {
                    held.Cancel(AttemptCancelReason.LeaseLost);
                }

                if (HasOverrun(held, now))
                {
                    held.Cancel(AttemptCancelReason.TimedOut);
                }

                if (now - held.CancelledAt >= worker.Ticks(options.LeaseTime))
                {
                    held.Abandon();
                }
            }
        }
    }

    /// <summary>Says whether a lease ends so soon that whoever runs under it is to stop.</summary>
    public bool IsAboutToEnd(Attempt held, long now) => now >= held.LeaseEnd - worker.Ticks(_margin);

    // A listener that awaits has a timer of its own, to the moment. This is for one that keeps its thread and looks at its token.
    private bool HasOverrun(Attempt held, long now) =>
        held.Listener.Options.AttemptTimeout is var atMost && atMost != Timeout.InfiniteTimeSpan && now - held.Began >= worker.Ticks(atMost);

    private async ValueTask RenewAsync(Attempt[] held, CancellationToken cancellationToken)
    {
        var end = worker.Time.GetTimestamp() + worker.Ticks(options.LeaseTime);
        var results = await worker.Store.RenewAsync([.. held.Select(static attempt => attempt.Job.Hold)], options.LeaseTime, cancellationToken).ConfigureAwait(false);
        worker.Reached();
        for (var i = 0; i < held.Length; i++)
        {
            switch (results[i])
            {
                case RenewResult.Lost:
                    held[i].Cancel(AttemptCancelReason.LeaseLost);
                    break;
                case RenewResult.CancelRequested:
                    held[i].LeaseEnd = end;
                    held[i].Cancel(AttemptCancelReason.Cancelled);
                    break;
                default:
                    held[i].LeaseEnd = end;
                    break;
            }
        }
    }
}
