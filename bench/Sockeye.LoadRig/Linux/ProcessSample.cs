using System.Globalization;

namespace Sockeye.LoadRig.Linux;

/// <summary>What the kernel says of a process: the CPU time of all its threads, and its memory.</summary>
internal static class ProcessSample
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux .NET runs on

    /// <summary>Reads user and system time together, in seconds, of all threads that are and were.</summary>
    public static double CpuSeconds(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // the name before may hold anything
        const int UserTime = 11;
        const int SystemTime = 12;
        return (Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond;
    }

    /// <summary>Reads the resident set, in bytes.</summary>
    public static long ResidentBytes(int process) => Kilobytes($"/proc/{process}/status", "VmRSS:") * 1024;

    /// <summary>Reads the proportional set, in bytes: pages shared with other processes count by their share.</summary>
    public static long ProportionalBytes(int process) => Kilobytes($"/proc/{process}/smaps_rollup", "Pss:") * 1024;

    private static long Kilobytes(string file, string field)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(field, StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
