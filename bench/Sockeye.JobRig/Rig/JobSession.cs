using System.Diagnostics;
using System.Globalization;
using Sockeye.JobRig.Linux;
using Sockeye.JobRig.Peers;

namespace Sockeye.JobRig.Rig;

/// <summary>One run: fresh processes and a fresh store, a warm-up, then enqueuing alone, processing alone, and both while it is measured how soon jobs start.</summary>
internal sealed class JobSession(RigOptions options, Table table, Plan plan, Peer peer, int round)
{
    private readonly List<string> _faults = [];

    public async Task<Measurement> MeasureAsync(PeerStores stores)
    {
        await using var store = await stores.OpenAsync(peer);
        await using var producer = await peer.StartAsync(store.Settings);
        await using var other = peer.IsOneProcess ? null : await peer.StartAsync(store.Settings);
        var worker = other ?? producer;

        await WorkAsync(worker);
        await producer.AskAsync(new PeerCommand("emit") { Count = plan.WarmUp, Concurrency = plan.Concurrency });
        await DoneAsync(worker, plan.WarmUp);
        await worker.AskAsync(new PeerCommand("stop"));
        await store.SettleAsync();

        var (before, clock) = (MachineTime.Read(), Stopwatch.StartNew());
        var enqueued = await producer.AskAsync(new PeerCommand("emit") { Count = plan.Jobs, Concurrency = plan.Concurrency });
        await WorkAsync(worker);
        var processed = await DoneAsync(worker, plan.Jobs);
        await worker.AskAsync(new PeerCommand("stop"));

        await WorkAsync(worker);
        await PaceAsync(producer, worker, plan.WarmUpBursts);
        await worker.AskAsync(new PeerCommand("forget"));
        var paced = await PaceAsync(producer, worker, plan.Bursts);
        await worker.AskAsync(new PeerCommand("stop"));
        var foreign = MachineTime.Read().ForeignShareSince(before, clock.Elapsed.TotalSeconds);

        await CheckAsync(producer);
        if (foreign > options.Foreign)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"others took {foreign:P0} of the machine"));
        }

        return new Measurement
        {
            Table = table.Name,
            Peer = peer.Name,
            Concurrency = plan.Concurrency,
            Round = round,
            EnqueuedPerSecond = enqueued.Count / enqueued.Seconds,
            ProcessedPerSecond = processed.Count / processed.Seconds,
            P50Milliseconds = paced.P50Milliseconds,
            P99Milliseconds = paced.P99Milliseconds,
            ForeignShare = foreign,
            Void = _faults.Count == 0 ? null : string.Join("; ", _faults),
        };
    }

    private async Task<PeerAnswer> PaceAsync(PeerProcess producer, PeerProcess worker, int bursts)
    {
        await producer.AskAsync(new PeerCommand("pace") { Bursts = bursts, Size = plan.Concurrency, IntervalMilliseconds = plan.IntervalMilliseconds });
        return await DoneAsync(worker, bursts * plan.Concurrency);
    }

    private Task<PeerAnswer> WorkAsync(PeerProcess worker) => worker.AskAsync(new PeerCommand("work") { Concurrency = plan.Concurrency });

    private async Task<PeerAnswer> DoneAsync(PeerProcess worker, int count)
    {
        var done = await worker.AskAsync(new PeerCommand("done") { Count = count });
        if (done.Count != count || done.Started != count || done.Failed != 0)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"of {count} jobs {done.Started} started, {done.Count} ended and {done.Failed} failed"));
        }

        return done;
    }

    // What was emitted is all there, and all completed.
    private async Task CheckAsync(PeerProcess producer)
    {
        var all = plan.WarmUp + plan.Jobs + ((plan.WarmUpBursts + plan.Bursts) * plan.Concurrency);
        var counts = await producer.AskAsync(new PeerCommand("counts"));
        if (counts.Completed != all || counts.Open != 0 || counts.Dead != 0)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"of {all} jobs the store has {counts.Completed} completed, {counts.Open} open and {counts.Dead} dead"));
        }
    }
}
