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
        : Name is not { Length: > 0 and <= MaxName } || Name.Any(IsHidden) || Name.AsSpan().ContainsAny('/', '\\')
            ? ChatProblem.Invalid($"Say what the file is called: at most {MaxName} characters, without folders and hidden characters.")
        : Size < 1 ? ChatProblem.Invalid("An empty file cannot be sent.")
        : Size > MaxSize ? new ChatProblem(StatusCodes.Status413PayloadTooLarge, "too_large", "A file has at most 20 MB.")
        : FileType.OfName(Name) is null ? NotTaken
        : null;

    // Control characters, and those that turn the direction of a text: they let a name end otherwise than it seems to.
    private static bool IsHidden(char letter) => char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    public static ChatProblem NotTaken { get; } = new(
        StatusCodes.Status415UnsupportedMediaType, "type_not_taken", $"Files of this type are not taken. These are: {FileType.Extensions}.");
}
