using System.Runtime.InteropServices;

namespace Sockeye.LoadRig.Linux;

/// <summary>An epoll set, level-triggered: each file carries a number, and <see cref="Wait"/> hands out the numbers of the readable ones.</summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int Capacity = 1024;
    private const int Add = 1;
    private const int Readable = 1;
    private readonly int _poll = Libc.CreatePoll(Libc.CloseOnExec);

    // The kernel packs the event on x86-64 only.
    private readonly int _stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private readonly int _offset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed(Capacity * 16);

    /// <summary>Watches a file until it is closed.</summary>
    public void Watch(int file, int number)
    {
        var pollEvent = stackalloc byte[16];
        *(uint*)pollEvent = Readable;
        *(int*)(pollEvent + _offset) = number;
        if (Libc.ControlPoll(_poll, Add, file, pollEvent) != 0)
        {
            throw new InvalidOperationException($"epoll_ctl failed with error {Marshal.GetLastSystemError()}.");
        }
    }

    /// <returns>How many files are ready; <see cref="Number"/> tells which.</returns>
    public int Wait(int milliseconds) => Math.Max(0, Libc.WaitPoll(_poll, _events, Capacity, milliseconds));

    public int Number(int ready) => *(int*)(_events + (ready * _stride) + _offset);

    public void Dispose()
    {
        _ = Libc.Close(_poll);
        NativeMemory.Free(_events);
    }
}
