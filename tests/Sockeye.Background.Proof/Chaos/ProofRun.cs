using Sockeye.Background.Proof.Broken;
using Sockeye.Background.Proof.Checking;
using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Workload;

namespace Sockeye.Background.Proof.Chaos;

/// <summary>Lets processes work while it kills and pauses them and restarts their database, and then has their journals checked.</summary>
public sealed class ProofRun
{
    private readonly ProofOptions _options;
    private readonly Fleet _fleet;
    private readonly Items _items;

    private ProofRun(ProofOptions options, Fleet fleet) => (_options, _fleet, _items) = (options, fleet, new Items(options.Seed, options.Lease));

    /// <summary>Runs, and checks.</summary>
    /// <exception cref="InvalidOperationException">A process ended by itself, or would not end.</exception>
    public static async Task<ProofReport> RunAsync(ProofOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var fleet = new Fleet(options);
        try
        {
            return await new ProofRun(options, fleet).RunAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new InvalidOperationException($"The run with seed {options.Seed} came to no end: {exception.Message} Its journal is kept: {fleet.Keep()}\n{fleet.Errors}", exception);
        }
    }

    private async Task<ProofReport> RunAsync(CancellationToken cancellationToken)
    {
        await _fleet.StartAsync(cancellationToken);
        await UntilTellingAsync(cancellationToken);
        _fleet.MayEmitAll = true;
        await DrainAsync(() => Unemitted() + History().UnfinishedItems(), cancellationToken);
        await _fleet.Emitter.TellAsync("end", cancellationToken);
        await _fleet.UntilWrittenAsync("paused-all", _fleet.Emitter.Pid, cancellationToken);
        await DrainAsync(() => History().UnfinishedSlots(), cancellationToken);
        await FinishAsync(cancellationToken);
        var history = History();
        var violations = Checker.Check(history);
        return new ProofReport(violations, history, _fleet.Deeds, violations.Count > 0 && _options.Broken == BrokenStore.None ? _fleet.Keep() : "");
    }

    // By how far the work has come, and how fast that is, depends what a fault meets: until they have met what the run is for, there are more of both.
    private async Task UntilTellingAsync(CancellationToken cancellationToken)
    {
        var (faults, began) = (new Faults(_options, _fleet), Journal.Now);
        for (var round = 0; ; round++)
        {
            var ends = _fleet.Ends;
            foreach (var fault in FaultPlan.Of(_options, round))
            {
                await ProceedAsync(ends + fault.After, cancellationToken);
                await faults.ApplyAsync(fault, cancellationToken);
                if (round > 0 && IsTelling())
                {
                    break;
                }
            }

            _fleet.ResumeAll();
            if (await _fleet.UntilAsync(IsTelling, _options.Lease * 3, cancellationToken))
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(began) > _options.Deadline)
            {
                throw new InvalidOperationException($"What the run is for did not take place within {_options.Deadline}, in {round + 1} rounds.");
            }

            _fleet.Total += _options.Items;
        }
    }

    private bool IsTelling() => _options.Until?.Invoke(History()) ?? true;

    // Where a fault has stopped all progress for a while the next one comes nevertheless.
    private async Task ProceedAsync(int ends, CancellationToken cancellationToken)
    {
        int before;
        do
        {
            before = _fleet.Ends;
        }
        while (!await _fleet.UntilAsync(() => _fleet.Ends >= ends, _options.Lease * 2, cancellationToken) && _fleet.Ends > before);
    }

    // Until nothing is left to do, or nothing is done any more.
    private async Task DrainAsync(Func<int> left, CancellationToken cancellationToken)
    {
        var (fewest, since) = (int.MaxValue, Journal.Now);
        while (TimeProvider.System.GetElapsedTime(since) < _options.Patience && left() is > 0 and var now)
        {
            (fewest, since) = now < fewest ? (now, Journal.Now) : (fewest, since);
            await _fleet.UntilAsync(static () => false, TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    // All have been begun, and who emits now has heard the answer to each of its own.
    private int Unemitted()
    {
        var emits = _fleet.Lines.Where(static line => line.Kind == "emit").ToArray();
        var answers = _fleet.Lines.Count(line => line.Kind is "emitted" or "refused" && line.Pid == _fleet.Emitter.Pid);
        return _fleet.Total - emits.DistinctBy(static line => line["number"]).Count() + emits.Count(line => line.Pid == _fleet.Emitter.Pid) - answers;
    }

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var process in _fleet.Workers.Prepend(_fleet.Emitter))
        {
            if (await process.FinishAsync(cancellationToken) is not 0 and var code)
            {
                throw new InvalidOperationException($"Process {process.Pid} ended with {code}.");
            }
        }

        _fleet.Read();
    }

    private History History() => new(_fleet.Lines, _fleet.Deeds, _items, _options.Lease);
}
