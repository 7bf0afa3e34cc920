using System.Buffers;
using System.Text;

namespace Sockeye.Background;

/// <summary>Refuses names and keys that not every store can keep as they are: two that differ would become one, or one would not be found again.</summary>
internal static class StorableText
{
    /// <param name="text">The name or key.</param>
    /// <param name="what">What it is, as the beginning of a sentence.</param>
    /// <param name="longest">How many characters it may have.</param>
    /// <param name="parameter">Where it was given.</param>
    /// <exception cref="ArgumentException">It is empty, too long, or no text.</exception>
    public static void Check(string? text, string what, int longest, string parameter)
    {
        if (string.IsNullOrEmpty(text) || text.Length > longest)
        {
            throw new ArgumentException($"{what} has 1 to {longest} characters, and this has {text?.Length ?? 0}.", parameter);
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{what} must not contain the character U+0000, which not every store can keep.", parameter);
        }

        if (!IsText(text))
        {
            throw new ArgumentException($"{what} must be text, and this has half of a surrogate pair, which stores would take for another character.", parameter);
        }
    }

    private static bool IsText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
