using System.Globalization;

namespace Sockeye.TestKit;

/// <summary>
/// The seeds of tests that let chance decide. They are the same in every run, unless the environment asks for others: <c>SOCKEYE_SEED</c> for one of
/// them alone, or, for a longer run, <c>SOCKEYE_SEED_RUNS</c> for so many times as many, from a beginning that nobody has tried before.
/// </summary>
public static class SeededRuns
{
    private static readonly int? Only = Read("SOCKEYE_SEED");
    private static readonly int Times = Read("SOCKEYE_SEED_RUNS") ?? 1;
    private static readonly int First = Times > 1 ? Random.Shared.Next(1, int.MaxValue / 2) : 1;

    /// <summary>Gets the seeds of a test.</summary>
    /// <param name="count">How many there are in an ordinary run.</param>
    public static IEnumerable<int> Of(int count) => Only is { } seed ? [seed] : Enumerable.Range(First, count * Times);

    /// <summary>Gets the seeds of a theory.</summary>
    /// <param name="count">How many there are in an ordinary run.</param>
    public static IEnumerable<object[]> Rows(int count) => Of(count).Select(static seed => new object[] { seed });

    /// <summary>Says how to try a seed again.</summary>
    public static string Failed(int seed) => string.Create(CultureInfo.InvariantCulture, $"Failed with SOCKEYE_SEED={seed}.");

    private static int? Read(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
