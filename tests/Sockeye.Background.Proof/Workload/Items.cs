using System.Globalization;

namespace Sockeye.Background.Proof.Workload;

/// <summary>What there is to emit: the same for the same seed, in every process.</summary>
/// <param name="seed">The seed.</param>
/// <param name="lease">How long leases last: some items take longer.</param>
public sealed class Items(int seed, TimeSpan lease)
{
    /// <summary>Items of one lane are emitted one after the other.</summary>
    public const int Lanes = 8;

    /// <summary>The event that schedules emit.</summary>
    public const string Tick = "tick";

    /// <summary>Whose jobs are tried a few times only.</summary>
    public const string Hard = "hard";

    private const int KeysOfLane = 5;
    private const int ItemsOfUniqueKey = 3;

    /// <summary>Gets the listeners of each event.</summary>
    public static IReadOnlyDictionary<string, string[]> Listeners { get; } = new Dictionary<string, string[]>
    {
        ["plain"] = ["one"],
        ["keyed"] = ["one"],
        ["fanned"] = ["left", "right"],
        ["unique"] = ["one"],
        [Hard] = ["one"],
        [Tick] = ["one"],
    };

    /// <summary>Gets the schedules.</summary>
    public static IReadOnlyList<string> Schedules { get; } = ["first", "second", "third"];

    public static int LaneOf(int number) => number % Lanes;

    public Item this[int number]
    {
        get
        {
            var block = number / (Lanes * ItemsOfUniqueKey); // of so many all items are of one kind, or not, where they share unique keys
            if (Chance(block, 7919).Next(100) < 12)
            {
                // The number within its block, by lanes: three neighbours, in three lanes, have one key.
                return Make(number, "unique", null, Text($"u{number / ItemsOfUniqueKey}"));
            }

            return Chance(number, 104729).Next(100) switch
            {
                < 55 => Make(number, "keyed", Text($"k{LaneOf(number) + (Lanes * Chance(number, 31).Next(KeysOfLane))}"), null),
                < 80 => Make(number, "plain", null, null),
                < 92 => Make(number, "fanned", null, null),
                _ => Make(number, Hard, null, null),
            };
        }
    }

    private Item Make(int number, string name, string? key, string? uniqueKey)
    {
        var chance = Chance(number, 15485863);
        var milliseconds = chance.Next(200) switch
        {
            < 180 => chance.Next(8),
            < 196 => 30 + chance.Next(120),
            _ => (int)(lease.TotalMilliseconds * (1 + chance.NextDouble())),
        };
        var failures = name == Hard ? int.MaxValue : chance.Next(20) switch { 0 => 2, 1 or 2 => 1, _ => 0 };
        return new Item(number, name, key, uniqueKey, milliseconds, failures, name == Hard && chance.Next(3) == 0, chance.Next(3) == 0);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

#pragma warning disable CA5394 // it is to be repeated
    private Random Chance(int number, int salt) => new(unchecked((seed * 1_000_003) + (number * salt)));
#pragma warning restore CA5394
}
