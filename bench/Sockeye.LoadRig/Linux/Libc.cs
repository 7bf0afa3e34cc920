using System.Runtime.InteropServices;

namespace Sockeye.LoadRig.Linux;

/// <summary>
/// The system calls of the generator. Those of the loop never block (the sockets are told so at every call), so they skip the
/// runtime's GC transition; <c>epoll_wait</c> and <c>connect</c> may block and do not.
/// </summary>
internal static unsafe partial class Libc
{
    public const int AddressFamilyInternet = 2;
    public const int StreamSocket = 1;
    public const int CloseOnExec = 0x80000;
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;
    public const int TryAgain = 11;
    public const int ProtocolTcp = 6;
    public const int NoDelay = 1;
    public const int ProtocolIp = 0;
    public const int BindAddressNoPort = 24;
    public const int OpenFilesLimit = 7;

    [LibraryImport("libc", EntryPoint = "socket")]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    internal static partial int SetOption(int socket, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "bind")]
    internal static partial int Bind(int socket, InternetAddress* address, uint length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int socket, InternetAddress* address, uint length);

    [LibraryImport("libc", EntryPoint = "recv"), SuppressGCTransition]
    internal static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send"), SuppressGCTransition]
    internal static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int socket);

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    internal static partial int CreatePoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    internal static partial int ControlPoll(int poll, int operation, int file, byte* pollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    internal static partial int WaitPoll(int poll, byte* events, int capacity, int timeout);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    internal static partial int GetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    internal static partial int SetLimit(int resource, ResourceLimit* limit);

    [StructLayout(LayoutKind.Sequential)]
    internal struct InternetAddress
    {
        public ushort Family;
        public ushort Port; // big-endian
        public uint Address; // big-endian
        public ulong Zero;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
