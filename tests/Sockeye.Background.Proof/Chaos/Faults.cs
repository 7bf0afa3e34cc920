using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Chaos;

/// <summary>Does to the processes what the plan says.</summary>
internal sealed class Faults(ProofOptions options, Fleet fleet)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task ApplyAsync(Fault fault, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                var index = Victim(fault);
                await fleet.KillAsync(fleet.Workers[index]);
                fleet.StartWorker(index);
                break;
            case FaultKind.Retire:
                await fleet.RetireAsync(Victim(fault), cancellationToken);
                break;
            case FaultKind.KillEmitter:
                await fleet.KillAsync(fleet.Emitter);
                fleet.StartEmitter();
                break;
            case FaultKind.Pause:
                var enough = fleet.Lines.Count + 200;
                fleet.Stop(fleet.Workers[Victim(fault)], () => fleet.Lines.Count > enough, options.Lease / 2);
                break;
            case FaultKind.PauseBeyondLease:
                var (victim, since) = (fleet.Workers[Victim(fault)], fleet.Lines.Count);
                fleet.Stop(victim, () => fleet.IsTakenOver(victim.Pid, since), options.Lease * 2.5);
                break;
            case FaultKind.PauseHeedless:
                await PauseHeedlessAsync(cancellationToken);
                break;
            case FaultKind.Hold:
                fleet.ResumeAll(); // one that stands still may hold it already
                fleet.Note($"holding");
                using (options.HoldDatabase!())
                {
                    await UntilToldAsync(fleet.Lines.Count, cancellationToken);
                }

                fleet.Note($"held");
                break;
            default:
                await RestartAsync(cancellationToken);
                break;
        }
    }

    // Until listeners have been told that they lose their leases; or none runs that could be.
    private Task<bool> UntilToldAsync(int since, CancellationToken cancellationToken) =>
        fleet.UntilAsync(() => fleet.Lines.Skip(since).Any(static line => line.Kind == "cancelled"), options.Lease * 1.5, cancellationToken);

    // What it asks for when it goes on comes after another has its job.
    private async Task PauseHeedlessAsync(CancellationToken cancellationToken)
    {
        JournalLine? begun = null;
        if (await fleet.UntilAsync(() => (begun = fleet.Heedless) is not null, options.Lease * 2, cancellationToken))
        {
            var (job, token) = (begun!["job"], begun.Number("token"));
            bool IsTakenOver() => fleet.Lines.Any(line => line.Kind == "leased" && line["job"] == job && line.Number("token") > token);
            fleet.Stop(fleet.Workers.Single(worker => worker.Pid == begun.Pid), IsTakenOver, Patience);
            await fleet.UntilAsync(() => !fleet.StandsStill(begun.Pid), Patience * 2, cancellationToken);
        }
    }

    private int Victim(Fault fault)
    {
        var began = fault.Kind == FaultKind.PauseBeyondLease ? fleet.LastBeganLong : fleet.LastBegan;
        return fault.Victim >= 0 ? fault.Victim : Enumerable.Range(0, fleet.Workers.Count).FirstOrDefault(i => fleet.Workers[i].Pid == began, 0);
    }

    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        // Who starts without a database rightly ends, and that is not what this is about.
        await fleet.UntilAllWorkAsync(cancellationToken);
        await fleet.UntilWrittenAsync("emitting", fleet.Emitter.Pid, cancellationToken);
        fleet.Note($"down");
        if (options.StopDatabase is { } stop)
        {
            var before = fleet.Lines.Count;
            await stop();
            await UntilToldAsync(before, cancellationToken);
            await options.StartDatabase!();
        }
        else
        {
            foreach (var process in fleet.Workers.Append(fleet.Emitter).ToArray())
            {
                await fleet.KillAsync(process);
            }

            fleet.StartEmitter();
            for (var i = 0; i < fleet.Workers.Count; i++)
            {
                fleet.StartWorker(i);
            }
        }

        fleet.Note($"up");
    }
}
