using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Demo.Data;

/// <summary>
/// The words of a text for an index that many share, each with the number of its scope in front: <c>12xhello</c>. Whoever looks for a word names scopes, and so
/// the index is read in those alone, however often everybody else uses the word. In SQL it is <c>scoped_words(scope, text)</c>, which triggers call.
/// </summary>
internal static class ScopedWords
{
    /// <summary>Teaches a connection the function; what writes to tables with such an index needs it.</summary>
    public static void AddTo(SqliteConnection connection) => connection.CreateFunction<long, string, string>("scoped_words", Of, isDeterministic: true);

    /// <summary>Gets the words of a text in a scope.</summary>
    public static string Of(long scope, string text)
    {
        var prefix = scope.ToString(CultureInfo.InvariantCulture) + "x";
        return string.Join(' ', Split(text).Distinct().Select(word => prefix + word));
    }

    /// <summary>Splits a text into words: letters, digits and the marks on them. The index takes care of capitals and accents.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsOfWord(rune))
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
