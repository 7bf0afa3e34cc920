using System.Text;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// Remembers the strings of names that come again and again, so that a known name costs no allocation. It forgets rather than grows.
/// </summary>
/// <remarks>Safe to use from many threads without a lock: an entry is immutable, and a lost write is only an entry less.</remarks>
internal sealed class NameCache
{
    /// <summary>Longer names are not kept, so that what the cache holds is bounded.</summary>
    private const int LongestKept = 64;

    private const int Sets = 256;
    private const int Ways = 4;

    private readonly Entry?[] _entries = new Entry?[Sets * Ways];
    private int _victim;

    /// <summary>Gets the string of valid UTF-8.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var set = Hash(utf8) % Sets * Ways;
        var free = -1;
        for (var i = 0; i < Ways; i++)
        {
            var entry = Volatile.Read(ref _entries[set + i]);
            if (entry is null)
            {
                free = free < 0 ? i : free;
            }
            else if (utf8.SequenceEqual(entry.Utf8))
            {
                return entry.Name;
            }
        }

        var added = new Entry(utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        var place = free >= 0 ? free : (int)((uint)Interlocked.Increment(ref _victim) % Ways);
        Volatile.Write(ref _entries[set + place], added);
        return added.Name;
    }

    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u; // FNV-1a: a collision costs an allocation, nothing else
        foreach (var b in utf8)
        {
            hash = (hash ^ b) * 16777619;
        }

        return (int)((hash ^ (hash >> 16)) & int.MaxValue);
    }

    private sealed record Entry(byte[] Utf8, string Name);
}
