namespace Sockeye.Background;

/// <summary>What a listener threw, in words that are safe to log and to store: an exception's own may be missing, throw, or be endless.</summary>
/// <param name="Exception">The exception; where it cannot be spoken of, one that says so.</param>
/// <param name="Message">What it says.</param>
/// <param name="Type">The full name of its type.</param>
/// <param name="Text">All of it, with its stack.</param>
internal readonly record struct Thrown(Exception Exception, string Message, string? Type, string Text)
{
    private const int LongestMessage = 8_000;
    private const int LongestText = 64_000;

    public static Thrown Of(Exception exception)
    {
        var type = exception.GetType().FullName;
        try
        {
            return new Thrown(exception, Cut(exception.Message, LongestMessage), type, Cut(exception.ToString(), LongestText));
        }
#pragma warning disable CA1031 // whatever it is, the job's failure is that the listener threw
        catch (Exception unspeakable)
#pragma warning restore CA1031
        {
            var said = $"{type} was thrown, which cannot be put into words: its own throw {unspeakable.GetType().FullName}.";
            return new Thrown(new InvalidOperationException(said), said, type, said);
        }
    }

    // Not between the halves of a pair.
    private static string Cut(string? text, int longest) =>
        text is null ? string.Empty
        : text.Length <= longest ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1), "…");
}
