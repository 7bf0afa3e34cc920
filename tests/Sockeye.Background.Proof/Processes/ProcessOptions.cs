using System.Globalization;
using Sockeye.Background.Proof.Broken;

namespace Sockeye.Background.Proof.Processes;

/// <summary>What a process is told on its command line.</summary>
/// <param name="Role"><c>work</c> or <c>emit</c>.</param>
/// <param name="Store"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Connection">The file, or the connection string.</param>
/// <param name="Broken">How its store is broken; by default not at all.</param>
/// <param name="Seed">The seed of the items.</param>
/// <param name="Lease">How long leases last.</param>
/// <param name="Journal">The journal, for who reads in it too.</param>
internal sealed record ProcessOptions(string Role, string Store, string Connection, BrokenStore Broken, int Seed, TimeSpan Lease, string Journal)
{
    public static ProcessOptions Read(string[] words) => new(
        words[0], words[1], words[2], Enum.Parse<BrokenStore>(words[3]), int.Parse(words[4], CultureInfo.InvariantCulture),
        TimeSpan.FromMilliseconds(int.Parse(words[5], CultureInfo.InvariantCulture)), words[6]);

    public string[] Words() =>
        [Role, Store, Connection, Broken.ToString(), Seed.ToString(CultureInfo.InvariantCulture), ((int)Lease.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), Journal];
}
