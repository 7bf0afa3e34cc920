using Demo.Data;

namespace Demo.Mail;

/// <summary>The letters in the folder.</summary>
internal sealed class Mailbox(DataFolder folder)
{
    public const string FolderName = "mail";

    private const int Shown = 50;
    private readonly string _letters = folder.SubfolderOf(FolderName);

    /// <summary>Gets the letters, those sent last first.</summary>
    public IReadOnlyList<SentLetter> List()
    {
        return
        [
            .. new DirectoryInfo(_letters).EnumerateFiles("*.eml")
                .OrderByDescending(file => file.LastWriteTimeUtc)
                .Take(Shown)
                .Select(file => EmlReader.Read(Path.GetFileNameWithoutExtension(file.Name), file.LastWriteTimeUtc, File.ReadAllText(file.FullName))),
        ];
    }

    /// <summary>Gets the path of a letter's file; <see langword="null"/> where there is none of that name.</summary>
    public string? Find(string name)
    {
        var path = Path.Combine(_letters, Envelope.FileNameOf(name) + ".eml");
        return File.Exists(path) ? path : null;
    }
}
