using System.Text;

namespace Sockeye.Events.Streams;

/// <summary>The byte order marks of Unicode's encodings, by code page: an Encoding's own preamble is empty where it was made not to write one.</summary>
internal readonly record struct EncodingMark(int CodePage, byte[] Bytes)
{
    public const int Longest = 4;

    private static readonly EncodingMark[] All =
    [
        new(65001, [0xEF, 0xBB, 0xBF]),
        new(1200, [0xFF, 0xFE]),
        new(1201, [0xFE, 0xFF]),
        new(12000, [0xFF, 0xFE, 0x00, 0x00]),
        new(12001, [0x00, 0x00, 0xFE, 0xFF]),
    ];

    public static byte[] Of(Encoding encoding) => All.FirstOrDefault(mark => mark.CodePage == encoding.CodePage).Bytes ?? [];

    /// <summary>Looks for a mark at the start of a stream.</summary>
    /// <param name="start">The first bytes; more of them may follow unless <paramref name="isAll"/>.</param>
    /// <param name="isAll">Whether the stream ends with them.</param>
    /// <param name="expected">The encoding that is expected. Its own mark is taken for what it is: that of UTF-16 may be the start of that of UTF-32.</param>
    /// <param name="others">Whether marks of other encodings count.</param>
    /// <param name="found">The longest mark that is there.</param>
    /// <returns><see langword="false"/> while the next byte could still make a difference.</returns>
    public static bool TryFind(ReadOnlySpan<byte> start, bool isAll, Encoding expected, bool others, out EncodingMark? found)
    {
        found = null;
        foreach (var mark in All)
        {
            var isOwn = mark.CodePage == expected.CodePage;
            if (!isOwn && !others)
            {
                continue;
            }

            if (start.StartsWith(mark.Bytes) && (isOwn || mark.Bytes.Length > (found?.Bytes.Length ?? 0)))
            {
                found = mark;
                if (isOwn)
                {
                    return true;
                }
            }
        }

        if (!isAll)
        {
            foreach (var mark in All)
            {
                if ((others || mark.CodePage == expected.CodePage) && start.Length < mark.Bytes.Length && mark.Bytes.AsSpan().StartsWith(start))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
