using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sockeye.LoadRig.Linux;

/// <summary>TCP over loopback with as little as possible around it.</summary>
internal static unsafe class Tcp
{
    private const int SourceAddresses = 100;
    private static uint _opened;

    /// <summary>Connects to a port of 127.0.0.1, from one of a hundred addresses of loopback so that ports never run short.</summary>
    public static int Connect(int port)
    {
        var socket = Libc.Socket(Libc.AddressFamilyInternet, Libc.StreamSocket | Libc.CloseOnExec, 0);
        if (socket < 0)
        {
            throw new InvalidOperationException("No further socket could be opened: raise the limit of open files (ulimit -n).");
        }

        var on = 1;
        _ = Libc.SetOption(socket, Libc.ProtocolTcp, Libc.NoDelay, &on, sizeof(int));
        _ = Libc.SetOption(socket, Libc.ProtocolIp, Libc.BindAddressNoPort, &on, sizeof(int));
        var source = Address(2 + (_opened++ % SourceAddresses), 0);
        var target = Address(1, port);
        if (Libc.Bind(socket, &source, (uint)sizeof(Libc.InternetAddress)) != 0
            || Libc.Connect(socket, &target, (uint)sizeof(Libc.InternetAddress)) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            _ = Libc.Close(socket);
            throw new InvalidOperationException($"Connecting to port {port} failed with error {error}.");
        }

        return socket;
    }

    /// <summary>Sends all of it; these messages are far smaller than a socket's buffer, so it never has to wait.</summary>
    public static void Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            var sent = Libc.Send(socket, first, (nuint)bytes.Length, Libc.DontWait | Libc.NoSignal);
            if (sent != bytes.Length)
            {
                throw new InvalidOperationException($"The server does not read: {sent} of {bytes.Length} bytes went out, error {Marshal.GetLastSystemError()}.");
            }
        }
    }

    /// <returns>How many bytes came, 0 at the end of the stream or after a reset, -1 where there is nothing to read now.</returns>
    public static int Receive(int socket, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            var received = (int)Libc.Receive(socket, first, (nuint)buffer.Length, Libc.DontWait);
            return received >= 0 ? received : Marshal.GetLastSystemError() == Libc.TryAgain ? -1 : 0;
        }
    }

    private static Libc.InternetAddress Address(uint host, int port) => new()
    {
        Family = Libc.AddressFamilyInternet,
        Port = BinaryPrimitives.ReverseEndianness((ushort)port),
        Address = BinaryPrimitives.ReverseEndianness(0x7F000000 | host),
    };
}
