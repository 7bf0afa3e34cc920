using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sockeye.Transport.Readiness;

/// <summary>Tells which of many sockets have become ready: epoll(7), edge-triggered. Adding is safe from many threads; one at a time waits.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const uint EdgeTriggered = 0x80000000;
    private const SocketReadiness AnySocket = SocketReadiness.Readable | SocketReadiness.Writable | SocketReadiness.PeerFinished;

    // struct epoll_event is packed on x86-64, and its 64-bit member is aligned to 4 on x86.
    private static readonly int EntrySize = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 12 : 16;
    private static readonly int TokenOffset = EntrySize - sizeof(long);

    private readonly byte[] _ready;
    private readonly int _most;
    private readonly SafeFileHandle _descriptor;

    /// <param name="most">How many ready sockets one wait tells at most.</param>
    public Epoll(int most)
    {
        _most = most;
        _ready = GC.AllocateArray<byte>(most * EntrySize, pinned: true);
        _descriptor = Libc.EpollCreate(CloseOnExec);
        if (_descriptor.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Watches a socket until it is closed.</summary>
    public void Watch(SafeHandle socket, int token) => Watch(socket, (uint)AnySocket | EdgeTriggered, token);

    /// <summary>Watches a counter. It stays ready from its first signal on.</summary>
    public void Watch(EventCounter counter, int token) => Watch(counter.Descriptor, (uint)SocketReadiness.Readable, token);

    public void Forget(SafeHandle socket)
    {
        var unused = stackalloc byte[EntrySize];
        try
        {
            _ = Libc.EpollControl(_descriptor, Delete, socket, unused); // closing it would do the same, a little later
        }
        catch (ObjectDisposedException)
        {
            // Nothing is watched any more, or there is no socket to be watched.
        }
    }

    /// <summary>Takes what has become ready.</summary>
    /// <param name="blocks">Whether to wait until there is something.</param>
    /// <returns>How many there are: <see cref="Ready"/> tells each.</returns>
    public int Wait(bool blocks)
    {
        while (true)
        {
            var count = blocks
                ? Libc.EpollWait(_descriptor, Buffer, _most, timeoutMilliseconds: -1)
                : Libc.EpollWait(_descriptor, Buffer, _most, timeoutMilliseconds: 0);
            if (count >= 0)
            {
                return count;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error != Libc.Interrupted)
            {
                throw new Win32Exception(error);
            }
        }
    }

    public (int Token, SocketReadiness Readiness) Ready(int index)
    {
        var entry = Buffer + (index * EntrySize);
        return ((int)Unsafe.ReadUnaligned<long>(entry + TokenOffset), (SocketReadiness)Unsafe.ReadUnaligned<uint>(entry));
    }

    public void Dispose() => _descriptor.Dispose();

    private byte* Buffer => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_ready)); // pinned

    private void Watch(SafeHandle descriptor, uint readiness, int token)
    {
        var entry = stackalloc byte[EntrySize];
        Unsafe.WriteUnaligned(entry, readiness);
        Unsafe.WriteUnaligned(entry + TokenOffset, (long)token);
        if (Libc.EpollControl(_descriptor, Add, descriptor, entry) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
