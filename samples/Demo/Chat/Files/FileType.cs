using System.Text.Unicode;

namespace Demo.Chat.Files;

/// <summary>The types of files that may be sent. What a file is says its content; its name must agree, and what a browser said of it does not count.</summary>
internal sealed class FileType
{
    /// <summary>How many bytes of a file's beginning tell its type.</summary>
    public const int HeadLength = 4096;

    private static readonly FileType[] Known =
    [
        new("image/png", isPicture: true, static head => head is [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..], ".png"),
        new("image/jpeg", isPicture: true, static head => head is [0xFF, 0xD8, 0xFF, ..], ".jpg", ".jpeg"),
        new("image/gif", isPicture: true, static head => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8), ".gif"),
        new("image/webp", isPicture: true, static head => head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8), ".webp"),
        new("application/pdf", isPicture: false, static head => head.StartsWith("%PDF-"u8), ".pdf"),
        new("application/zip", isPicture: false, IsZip, ".zip"),
        new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", isPicture: false, IsZip, ".docx"),
        new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", isPicture: false, IsZip, ".xlsx"),
        new("application/vnd.openxmlformats-officedocument.presentationml.presentation", isPicture: false, IsZip, ".pptx"),
        new("application/vnd.oasis.opendocument.text", isPicture: false, IsZip, ".odt"),
        new("text/plain; charset=utf-8", isPicture: false, IsText, ".txt", ".csv", ".md"),
    ];

    private readonly Recognizer _recognize;
    private readonly string[] _extensions;

    private FileType(string mediaType, bool isPicture, Recognizer recognize, params string[] extensions)
    {
        MediaType = mediaType;
        IsPicture = isPicture;
        _recognize = recognize;
        _extensions = extensions;
    }

    private delegate bool Recognizer(ReadOnlySpan<byte> head);

    /// <summary>Gets all extensions, for whoever has to be told.</summary>
    public static string Extensions { get; } = string.Join(", ", Known.SelectMany(static type => type._extensions));

    public string MediaType { get; }

    /// <summary>Gets whether browsers may show it in a page; everything else they only save.</summary>
    public bool IsPicture { get; }

    public static FileType? OfName(string name) =>
        Known.FirstOrDefault(type => type._extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase));

    public static bool IsShown(string mediaType) => Known.Any(type => type.IsPicture && type.MediaType == mediaType);

    /// <summary>Whether a file that begins like this is of this type.</summary>
    public bool Is(ReadOnlySpan<byte> head) => _recognize(head);

    private static bool IsZip(ReadOnlySpan<byte> head) => head is [0x50, 0x4B, 0x03, 0x04, ..] or [0x50, 0x4B, 0x05, 0x06, ..];

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.Contains((byte)0))
        {
            return false;
        }

        // The head may end within a character.
        for (var cut = 0; cut < 4 && cut < head.Length; cut++)
        {
            if (Utf8.IsValid(head[..^cut]))
            {
                return true;
            }

            if (head.Length < HeadLength)
            {
                return false;
            }
        }

        return false;
    }
}
