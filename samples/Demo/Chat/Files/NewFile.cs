using Demo.Shell;

namespace Demo.Chat.Files;

/// <summary>What begins an upload.</summary>
/// <param name="TemporaryId">What the client calls it: asked again, it is the same upload, which goes on where it was.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="Size">How many bytes it has.</param>
internal sealed record NewFile(string? TemporaryId, string? Name, long Size)
{
    public const long MaxSize = 20 * 1024 * 1024;
    private const int MaxName = 120;

    public ChatProblem? Problem() =>
        Chat.TemporaryId.Problem(TemporaryId) is { } problem ? problem
        : Name is not { Length: > 0 and <= MaxName } || HiddenCharacters.AreIn(Name) || Name.AsSpan().ContainsAny('/', '\\')
            ? ChatProblem.Invalid($"Say what the file is called: at most {MaxName} characters, without folders and hidden characters.")
        : Size < 1 ? ChatProblem.Invalid("An empty file cannot be sent.")
        : Size > MaxSize ? new ChatProblem(StatusCodes.Status413PayloadTooLarge, "too_large", "A file has at most 20 MB.")
        : Path.GetFileNameWithoutExtension(Name).AsSpan().Trim().IsEmpty ? ChatProblem.Invalid("A file has a name in front of its ending.")
        : FileType.OfName(Name) is null ? NotTaken
        : null;

    public static ChatProblem NotTaken { get; } = new(
        StatusCodes.Status415UnsupportedMediaType, "type_not_taken", $"Files of this type are not taken. These are: {FileType.Extensions}.");
}
