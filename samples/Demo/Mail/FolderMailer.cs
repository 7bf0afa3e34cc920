using System.Net.Mail;
using Demo.Data;
using Demo.Work;

namespace Demo.Mail;

/// <summary>Writes each letter as an <c>.eml</c> file, which any mail program opens. The file's name is the letter's key, so that there is one of each.</summary>
internal sealed class FolderMailer(DataFolder folder, ChangeFeed changes) : IMailer
{
    private readonly string _letters = folder.SubfolderOf(Mailbox.FolderName);

    public string Destination => "a folder of .eml files";

    public async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        var desk = Directory.CreateDirectory(Path.Combine(_letters, ".unfinished", Guid.NewGuid().ToString("N")));
        using var client = new SmtpClient
        {
            DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
            PickupDirectoryLocation = desk.FullName,
        };
        using var message = Envelope.Of(letter);
        await client.SendMailAsync(message, cancellationToken);

        // A file is there whole or not at all, and one that is there already is replaced by its like.
        desk.GetFiles("*.eml").Single().MoveTo(Path.Combine(_letters, Envelope.FileNameOf(letter.Key) + ".eml"), overwrite: true);
        desk.Delete();
        changes.Tell(ChangeFeed.Mail);
    }
}
