using Demo.Shell;

namespace Demo.Chat.Messages;

/// <summary>What a client sends, by event or by POST.</summary>
/// <param name="Room">The conversation; by POST it is in the address.</param>
/// <param name="TemporaryId">What the client calls it, once for all: sent again under the same id, it is not stored again.</param>
/// <param name="Text">What it says; may be missing where there is a file.</param>
/// <param name="FileId">A file that has been uploaded to the same conversation.</param>
internal sealed record NewMessage(string? Room, string? TemporaryId, string? Text, string? FileId)
{
    private const int MaxText = 4000;

    /// <summary>Says what is wrong with it, or nothing.</summary>
    public ChatProblem? Problem() =>
        !RoomGiven ? ChatProblem.Invalid("Say in which room: a text of at most 200 characters.")
        : Chat.TemporaryId.Problem(TemporaryId) is { } problem ? problem
        : Text is { Length: > MaxText } ? ChatProblem.Invalid($"A message has at most {MaxText} characters; this one has {Text.Length}.")
        : Text is not null && Text.Any(static letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
            ? ChatProblem.Invalid("A message is text, without control characters.")
        : HiddenCharacters.AreAll(Text) && FileId is null ? ChatProblem.Invalid("A message must not be empty.")
        : null;

    private bool RoomGiven => Room is { Length: > 0 and <= 200 };
}
