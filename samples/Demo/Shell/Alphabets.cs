using System.Text;

namespace Demo.Shell;

/// <summary>
/// Which alphabets a name is written in. Letters of some look like those of others: with a Cyrillic а in it a name looks like another one's. After Unicode's
/// technical standard 39 (restriction levels), a little stricter where alphabets look alike, and a little less where they do not.
/// </summary>
internal static class Alphabets
{
    private const string Latin = "Latin";
    private const string EastAsian = "East Asian";
    private const string Formula = "formula";
    private const string Other = "of another one";

    // Letters that belong to no alphabet in particular, such as apostrophes that count as letters, are not here but in IsOfAll.
    private static readonly (int First, int Last, string Name)[] Ranges =
    [
        (0x0041, 0x024F, Latin), (0x0250, 0x02AF, Latin), (0x0370, 0x03E1, "Greek"), (0x03E2, 0x03EF, "Coptic"), (0x03F0, 0x03FF, "Greek"),
        (0x0400, 0x052F, "Cyrillic"), (0x0531, 0x058F, "Armenian"), (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x06FF, "Arabic"), (0x0700, 0x074F, "Syriac"),
        (0x0750, 0x077F, "Arabic"), (0x0780, 0x07BF, "Thaana"), (0x0860, 0x086F, "Syriac"), (0x0870, 0x08FF, "Arabic"), (0x0900, 0x097F, "Devanagari"),
        (0x0980, 0x09FF, "Bengali"), (0x0A00, 0x0A7F, "Gurmukhi"), (0x0A80, 0x0AFF, "Gujarati"), (0x0B00, 0x0B7F, "Odia"), (0x0B80, 0x0BFF, "Tamil"),
        (0x0C00, 0x0C7F, "Telugu"), (0x0C80, 0x0CFF, "Kannada"), (0x0D00, 0x0D7F, "Malayalam"), (0x0D80, 0x0DFF, "Sinhala"), (0x0E00, 0x0E7F, "Thai"),
        (0x0E80, 0x0EFF, "Lao"), (0x0F00, 0x0FFF, "Tibetan"), (0x1000, 0x109F, "Burmese"), (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, EastAsian),
        (0x1200, 0x139F, "Ethiopic"), (0x1780, 0x17FF, "Khmer"), (0x1C80, 0x1C8F, "Cyrillic"), (0x1C90, 0x1CBF, "Georgian"), (0x1D00, 0x1D25, Latin),
        (0x1D26, 0x1D2A, "Greek"), (0x1D2B, 0x1D2B, "Cyrillic"), (0x1D2C, 0x1DBF, Latin), (0x1E00, 0x1EFF, Latin), (0x1F00, 0x1FFF, "Greek"),
        (0x2071, 0x2071, Latin), (0x207F, 0x209C, Latin), (0x2100, 0x2129, Formula), (0x212A, 0x212B, Latin), (0x212C, 0x214F, Formula), (0x2C60, 0x2C7F, Latin),
        (0x2D00, 0x2D2F, "Georgian"), (0x2D80, 0x2DDF, "Ethiopic"), (0x2DE0, 0x2DFF, "Cyrillic"), (0x2E80, 0x31FF, EastAsian), (0x3400, 0x9FFF, EastAsian),
        (0xA640, 0xA69F, "Cyrillic"), (0xA720, 0xA7FF, Latin), (0xA8E0, 0xA8FF, "Devanagari"), (0xA960, 0xA97F, EastAsian), (0xA9E0, 0xA9FF, "Burmese"),
        (0xAA60, 0xAA7F, "Burmese"), (0xAB00, 0xAB2F, "Ethiopic"), (0xAB30, 0xAB6F, Latin), (0xAC00, 0xD7FF, EastAsian), (0xF900, 0xFAFF, EastAsian),
        (0xFB00, 0xFB06, Latin), (0xFB13, 0xFB17, "Armenian"), (0xFB1D, 0xFB4F, "Hebrew"), (0xFB50, 0xFDFF, "Arabic"), (0xFE70, 0xFEFE, "Arabic"),
        (0xFF21, 0xFF5A, Latin), (0xFF66, 0xFFDC, EastAsian), (0x16FE0, 0x18DFF, EastAsian), (0x1AFF0, 0x1B2FF, EastAsian), (0x1D400, 0x1D7FF, Formula), (0x20000, 0x3FFFF, EastAsian),
    ];

    // Each of these has letters that look like those of another one of them.
    private static readonly string[] LookingAlike = [Latin, "Greek", "Cyrillic", "Armenian", "Coptic", Other];

    /// <summary>
    /// Says what is wrong with the alphabets of a name, or nothing: in a word all letters are of one, and no two words are of alphabets that look alike. Chinese,
    /// Japanese and Korean signs go with each other and with Latin letters, as in names that are written with both.
    /// </summary>
    public static string? Problem(string name)
    {
        var words = name.Split([' ', '\u00A0', '\u3000', '-', '\u2010', '\u2011', '/', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(static word => word.EnumerateRunes().Where(static rune => Rune.IsLetter(rune) && !IsOfAll(rune)).Select(static rune => (Letter: rune, Name: Of(rune))).ToArray())
            .ToArray();
        var all = words.SelectMany(static letters => letters).ToArray();
        return all.FirstOrDefault(static letter => letter.Name == Formula) is { Name: not null } sign
            ? $"Write your name with letters: “{sign.Letter}” is a sign of formulas that looks like one."
            : words.Select(static letters => Mixed(letters.Where(letter => letter.Name != EastAsian || letters.Any(static other => other.Name is not (EastAsian or Latin)))))
                .FirstOrDefault(static problem => problem is not null)
            ?? Mixed(all.Where(static letter => LookingAlike.Contains(letter.Name)));
    }

    private static string? Mixed(IEnumerable<(Rune Letter, string Name)> letters)
    {
        var different = letters.DistinctBy(static letter => letter.Name).Take(2).ToArray();
        return different is [var one, var other]
            ? $"Write your name in one alphabet: “{one.Letter}” is {one.Name}, and “{other.Letter}” is {other.Name}."
            : null;
    }

    // Apostrophes, tone marks and length marks that Unicode counts as letters.
    private static bool IsOfAll(Rune rune) => rune.Value is (>= 0x02B0 and <= 0x02FF) or 0x00AA or 0x00BA or 0x00B5 or (>= 0xA700 and <= 0xA721) or 0x0640;

    private static string Of(Rune rune)
    {
        var range = Array.FindLast(Ranges, range => range.First <= rune.Value);
        return rune.Value <= range.Last ? range.Name : Other;
    }
}
