using System.Numerics;
using System.Runtime.InteropServices;

namespace Sockeye.Engine.WebSockets;

/// <summary>The mask over the payload of a client's frame (RFC 6455, section 5.3).</summary>
internal static class FrameMask
{
    /// <summary>Takes the mask off, or puts it on.</summary>
    /// <param name="payload">The payload from its first byte on.</param>
    /// <param name="mask">The four bytes, as they lie in memory.</param>
    public static void Apply(Span<byte> payload, uint mask)
    {
        var wide = Vector.AsVectorByte(new Vector<uint>(mask));
        while (payload.Length >= Vector<byte>.Count)
        {
            (new Vector<byte>(payload) ^ wide).CopyTo(payload);
            payload = payload[Vector<byte>.Count..];
        }

        while (payload.Length >= sizeof(uint))
        {
            MemoryMarshal.Write(payload, MemoryMarshal.Read<uint>(payload) ^ mask);
            payload = payload[sizeof(uint)..];
        }

        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in mask));
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= bytes[i];
        }
    }
}
