using System.Text;
using System.Text.RegularExpressions;

namespace Demo.Mail;

/// <summary>Reads the letters that <see cref="FolderMailer"/> has written: one part of plain text each.</summary>
internal static partial class EmlReader
{
    public static SentLetter Read(string name, DateTimeOffset at, string file)
    {
        var end = file.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var headers = Headers(file[..end]);
        var body = file[(end + 4)..];
        var text = headers.GetValueOrDefault("Content-Transfer-Encoding") switch
        {
            "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
            "quoted-printable" => Encoding.UTF8.GetString(QuotedPrintable(body)),
            _ => body,
        };
        return new SentLetter(name, headers["To"], Words(headers["Subject"]), text.ReplaceLineEndings("\n").TrimEnd(), at);
    }

    // A line that begins with a space goes on with the one before.
    private static Dictionary<string, string> Headers(string head) => head
        .Replace("\r\n ", " ", StringComparison.Ordinal)
        .Replace("\r\n\t", " ", StringComparison.Ordinal)
        .Split("\r\n")
        .Select(line => line.Split(':', 2))
        .GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => same.Last()[1].Trim(), StringComparer.OrdinalIgnoreCase);

    // A subject is plain, or one row of encoded words, and a character may begin in one and end in the next.
    private static string Words(string header)
    {
        var words = EncodedWord().Matches(header);
        return words.Count == 0 ? header : Encoding.UTF8.GetString([.. words.SelectMany(word => Bytes(word.Groups["coding"].Value, word.Groups["text"].Value))]);
    }

    private static byte[] Bytes(string coding, string text) =>
        coding is "B" or "b" ? Convert.FromBase64String(text) : QuotedPrintable(text.Replace('_', ' '));

    [GeneratedRegex(@"=\?utf-8\?(?<coding>[BbQq])\?(?<text>[^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();

    private static byte[] QuotedPrintable(string body)
    {
        var bytes = new List<byte>(body.Length);
        var text = body.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '=' && index + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(index + 1, 2), 16));
                index += 2;
            }
            else
            {
                bytes.Add((byte)text[index]);
            }
        }

        return [.. bytes];
    }
}
