using System.Text.RegularExpressions;

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>What we refuse and the official parser accepts, each with its reason. Nothing is accepted that the official parser refuses.</summary>
internal static class Differences
{
    private const string Header = @"^(?:[0-4]|[56]0*(?:[1-9]|10)-)(?:/[^,]*(?:,|$))?";

    /// <summary>Number("") is 0 in JavaScript, and so is Number of white space: an empty text is a CONNECT, a space is the id 0.</summary>
    private static readonly (string Reason, string Error, Regex Text)[] Rules =
    [
        ("an empty text is no CONNECT", "The packet is empty", new(@"^\z")),
        ("white space is no packet type", "The packet type is unknown", new(@"^[\s\ufeff]")),
        ("a number of attachments is digits", "The number of attachments is missing", new(@"^[56](?!\d+-)[^-]*-")),
        ("white space is no digit of an id", "There is white space before the payload", new(Header + @"\d*[ \t\r\n]")),
        ("white space of other kinds is no digit either", "The payload is not valid JSON", new(Header + @"\d*(?![ \t\r\n])[\s\ufeff]")),
        ("events, refusals and binary packets have a payload", "The payload is missing", new(@"^(?:[24]|[56]\d+-)(?:/[^,]*(?:,|$))?\d*\z")),
        ("an acknowledgement has an id", "The id is missing", new(@"^(?:3|6\d+-)(?:/[^,]*(?:,|$))?(?!\d)")),
        ("an id fits into 64 bits", "The acknowledgement id is too large", new(Header + @"0*[1-9]\d{19,}")),
        ("the number of a placeholder is an integer, and is checked before the attachments come", "A placeholder names no attachment",
            new(@"^[56].*(?:_|\\u005f)placeholder", RegexOptions.Singleline)),
    ];

    public static int Count => Rules.Length;

    /// <summary>Finds the rule by which a text is refused.</summary>
    public static string? Explain(string text, string error) =>
        Array.Find(Rules, rule => error.StartsWith(rule.Error, StringComparison.Ordinal) && rule.Text.IsMatch(text)).Reason;
}
