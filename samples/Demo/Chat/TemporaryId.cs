namespace Demo.Chat;

/// <summary>What a client calls something before it is stored. What comes again under the same id, by the same account, is the same thing.</summary>
internal static class TemporaryId
{
    private const int MaxLength = 64;

    public static ChatProblem? Problem(string? id) => id is { Length: > 0 and <= MaxLength } && id.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        ? null
        : ChatProblem.Invalid($"Give it a temporaryId: 1 to {MaxLength} letters, digits, hyphens or underscores.");
}
