using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sockeye.Events;

/// <summary>
/// Hashes names in a few instructions: by the first, the middle and the last four characters, which tell the names of one program apart. Unlike a
/// string's own hash it does not read the whole name: names that differ elsewhere have the same one, so whoever uses it must bound his search.
/// </summary>
internal static class EventNameHash
{
    private const int Window = 4;

    public static int Of(string eventName)
    {
        if (eventName.Length < Window)
        {
            var few = eventName.Length;
            foreach (var character in eventName)
            {
                few = (few * 31) + character;
            }

            return few;
        }

        ref var start = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(eventName.AsSpan()));
        var last = (eventName.Length - Window) * sizeof(char);
        var first = Unsafe.ReadUnaligned<ulong>(ref start);
        var middle = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, eventName.Length - Window));
        var end = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, last));
        var mixed = ((first ^ (ulong)eventName.Length) * 0x9E37_79B9_7F4A_7C15) + (middle * 0xC2B2_AE3D_27D4_EB4F) + (end * 0xD6E8_FEB8_6659_FD93);
        return (int)(mixed >> 32);
    }
}
