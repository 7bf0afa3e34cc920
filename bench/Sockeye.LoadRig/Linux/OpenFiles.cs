namespace Sockeye.LoadRig.Linux;

/// <summary>The limit of open files of this process; those it starts inherit it.</summary>
internal static unsafe class OpenFiles
{
    private const int Spare = 200;

    /// <summary>Raises the limit as far as this process may.</summary>
    /// <exception cref="InvalidOperationException">That is not enough for the connections.</exception>
    public static void AllowFor(int connections)
    {
        Libc.ResourceLimit limit;
        _ = Libc.GetLimit(Libc.OpenFilesLimit, &limit);
        limit.Soft = limit.Hard;
        _ = Libc.SetLimit(Libc.OpenFilesLimit, &limit);
        if (limit.Hard < (nuint)(connections + Spare))
        {
            throw new InvalidOperationException(
                $"{connections} connections need {connections + Spare} open files, and this machine allows {limit.Hard}: raise it with `ulimit -Hn`, or ask for fewer with --clients.");
        }
    }
}
