namespace Sockeye.Background.Proof.Chaos;

/// <summary>What is done when, by chance: the same for the same seed. It goes by how far the work has come, and not by time.</summary>
internal static class FaultPlan
{
    /// <param name="options">What the run is for.</param>
    /// <param name="round">Which round of the run: it goes on for more than one where it has not come to what it is for, and restarts nothing any more.</param>
    public static IReadOnlyList<Fault> Of(ProofOptions options, int round)
    {
#pragma warning disable CA5394 // it is to be repeated
        var chance = new Random(options.Seed + (round * 1_000_003));
        var faults = new List<Fault>();
        for (var i = 0; i < options.Faults; i++)
        {
            var kind = chance.Next(100) switch
            {
                _ when options.OnlyPauses => FaultKind.PauseHeedless,
                < 40 => FaultKind.Kill,
                < 48 => FaultKind.Retire,
                < 75 => FaultKind.PauseBeyondLease,
                < 92 => FaultKind.Pause,
                _ => FaultKind.KillEmitter,
            };
            faults.Add(new Fault(chance.Next(options.Items / 50, options.Items * 9 / 10), kind, chance.Next(2) == 0 ? -1 : chance.Next(options.Workers)));
        }

        for (var i = 1; i <= options.Restarts && round == 0; i++)
        {
            var middle = options.Items * i / (options.Restarts + 1);
            faults.Add(new Fault(middle + chance.Next(-middle / 5, middle / 5), FaultKind.Restart, -1));
            if (options.HoldDatabase is not null)
            {
                faults.Add(new Fault(chance.Next(middle), FaultKind.Hold, -1));
            }
        }
#pragma warning restore CA5394
        return [.. faults.OrderBy(static fault => fault.After)];
    }
}
