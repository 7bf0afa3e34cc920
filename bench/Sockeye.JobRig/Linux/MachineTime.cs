using System.Globalization;

namespace Sockeye.JobRig.Linux;

/// <summary>How much processor time the machine has spent, and how much of it this process and all it has started.</summary>
/// <param name="Busy">Seconds in which some processor did something, or was taken away by the host.</param>
/// <param name="Own">Seconds of the rig, its peers and its servers, and of those of their children that have ended.</param>
internal readonly record struct MachineTime(double Busy, double Own)
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux .NET runs on

    /// <summary>Gets how many processors the machine has, and not this process, which may be held to some of them.</summary>
    public static int Processors { get; } =
        File.ReadLines("/proc/stat").Count(static line => line.StartsWith("cpu", StringComparison.Ordinal) && line.Length > 3 && char.IsAsciiDigit(line[3]));

    public static MachineTime Read()
    {
        var total = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(Number).ToArray();
        const int Idle = 3;
        const int Waiting = 4;
        const int Guest = 8;
        var busy = total.Take(Guest).Sum() - total[Idle] - total[Waiting];
        return new MachineTime(busy / TicksPerSecond, OwnTicks() / TicksPerSecond);
    }

    /// <summary>Reckons which part of the machine others took since.</summary>
    /// <param name="before">What was read before.</param>
    /// <param name="seconds">How long ago.</param>
    public double ForeignShareSince(MachineTime before, double seconds) =>
        Math.Max(0, (Busy - before.Busy - (Own - before.Own)) / (seconds * Processors));

    private static double OwnTicks()
    {
        var processes = new Dictionary<int, (int Parent, double Ticks)>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Fields(folder) is { } fields)
            {
                processes[id] = ((int)Number(fields[1]), Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]));
            }
        }

        return processes.Where(one => IsOurs(one.Key)).Sum(static one => one.Value.Ticks);

        bool IsOurs(int id)
        {
            for (var at = id; processes.TryGetValue(at, out var process); at = process.Parent)
            {
                if (at == Environment.ProcessId)
                {
                    return true;
                }
            }

            return false;
        }
    }

    // Those behind the name, which may hold anything; null where the process has ended meanwhile.
    private static string[]? Fields(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
