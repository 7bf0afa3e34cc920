namespace Demo.Hello;

/// <summary>What one tab published and all see.</summary>
/// <param name="By">The id of the socket that published it.</param>
/// <param name="Text">What it said.</param>
/// <param name="At">When the server had it.</param>
internal sealed record Message(string By, string Text, DateTimeOffset At)
{
    private const int MaxLength = 200;

    /// <summary>Says what is wrong with a text that came from a client, or nothing where it is fit to be passed on.</summary>
    public static Receipt? Refuse(string? text)
    {
        var problem = string.IsNullOrWhiteSpace(text) ? "A message must not be empty."
            : text.Length > MaxLength ? $"A message has at most {MaxLength} characters; this one has {text.Length}."
            : text.Any(char.IsControl) ? "A message is one line of text."
            : null;
        return problem is null ? null : new Receipt(false, problem);
    }
}
