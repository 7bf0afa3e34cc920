using System.Globalization;
using System.Text;

namespace Demo.Shell;

/// <summary>Characters that nobody sees, and that let a text look or end otherwise than it does.</summary>
internal static class HiddenCharacters
{
    /// <summary>Whether a text has control characters, or some that turn the direction of what follows (Unicode's embeddings, overrides and isolates).</summary>
    public static bool AreIn(string text) => text.Any(static letter => char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    /// <summary>
    /// Whether a name has characters that are not seen: it would look like another one. Some are part of how a word is written, or an emoji: joiners
    /// between letters that join, and what chooses the form of the sign before it.
    /// </summary>
    public static bool AreInName(string name)
    {
        Rune[] runes = [default, .. name.EnumerateRunes(), default];
        return Enumerable.Range(1, runes.Length - 2).Any(at => IsHidden(runes[at]) && !IsInPlace(runes[at - 1], runes[at], runes[at + 1]));
    }

    /// <summary>Whether there is nothing to be seen in a text.</summary>
    public static bool AreAll(string? text) => string.IsNullOrEmpty(text) || text.EnumerateRunes().All(static rune =>
        Rune.IsWhiteSpace(rune) || IsHidden(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);

    // Some that Unicode calls letters, marks and signs are drawn as nothing, too: Hangul's fillers, Khmer's inherent vowels, the empty Braille.
    private static bool IsHidden(Rune rune) => IsSelector(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0;

    private static bool IsInPlace(Rune before, Rune rune, Rune after) =>
        rune.Value is 0x200C or 0x200D ? IsJoined(before) && IsJoined(after)
        : IsSelector(rune) && (IsPicture(before) || IsIdeograph(before));

    private static bool IsSelector(Rune rune) => rune.Value is (>= 0x180B and <= 0x180D) or 0x180F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    // From Arabic to the scripts of India and its neighbours.
    private static bool IsJoined(Rune rune) => rune.Value is (>= 0x0600 and <= 0x10FF) or (>= 0x1780 and <= 0x1CFF) || IsPicture(rune) || IsSelector(rune);

    private static bool IsPicture(Rune rune) => rune.Value is (>= 0x2190 and <= 0x27FF) or (>= 0x2900 and <= 0x2BFF) or (>= 0x1F000 and <= 0x1FAFF);

    private static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF);
}
