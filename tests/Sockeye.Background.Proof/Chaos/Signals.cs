using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sockeye.Background.Proof.Chaos;

/// <summary>Sends signals to processes: kill(2).</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int pid, int signal)
    {
        if (SendCore(pid, signal) != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendCore(int pid, int signal);
}
