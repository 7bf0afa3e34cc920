using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sockeye.Transport.Readiness;

/// <summary>Wakes one thread that waits for it, or an <see cref="Epoll"/>: an eventfd(2).</summary>
internal sealed class EventCounter : IDisposable
{
    private const int CloseOnExec = 0x80000;

    public EventCounter()
    {
        Descriptor = Libc.EventDescriptor(0, CloseOnExec);
        if (Descriptor.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    public SafeFileHandle Descriptor { get; }

    /// <summary>Lets the waiting thread go on, or the next one that waits.</summary>
    public void Signal()
    {
        while (Libc.Write(Descriptor, 1UL, sizeof(ulong)) < 0)
        {
            ThrowUnlessInterrupted();
        }
    }

    /// <summary>Blocks until there was a signal, and takes it.</summary>
    public void Wait()
    {
        while (Libc.Read(Descriptor, out _, sizeof(ulong)) < 0)
        {
            ThrowUnlessInterrupted();
        }
    }

    public void Dispose() => Descriptor.Dispose();

    private static void ThrowUnlessInterrupted()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Libc.Interrupted)
        {
            throw new Win32Exception(error);
        }
    }
}
