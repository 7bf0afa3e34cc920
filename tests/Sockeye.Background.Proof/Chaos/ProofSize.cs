using System.Globalization;

namespace Sockeye.Background.Proof.Chaos;

/// <summary>How much a run does: as much as a test has time for, unless the environment asks for more with <c>SOCKEYE_PROOF_JOBS</c>.</summary>
public static class ProofSize
{
    private const int FaultsForEach = 150; // items

    /// <summary>Makes a run longer where the environment asks for it: with as many faults for each item, and restarts for each 2,000.</summary>
    public static ProofOptions Sized(this ProofOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return int.TryParse(Environment.GetEnvironmentVariable("SOCKEYE_PROOF_JOBS"), CultureInfo.InvariantCulture, out var items)
            ? options with { Items = items, Faults = Math.Max(options.Faults, items / FaultsForEach), Restarts = Math.Max(1, items / 2000) }
            : options;
    }
}
