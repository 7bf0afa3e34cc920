using System.Net.Mail;
using System.Text;

namespace Demo.Mail;

/// <summary>Puts letters into the form that System.Net.Mail sends.</summary>
internal static class Envelope
{
    private const string Sender = "shop@example.com";

    public static MailMessage Of(Letter letter)
    {
        var message = new MailMessage(Sender, letter.To, letter.Subject, letter.Text)
        {
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers["Message-ID"] = $"<{FileNameOf(letter.Key)}@shop.example.com>";
        return message;
    }

    /// <summary>Makes a key fit for a file's name and a header.</summary>
    public static string FileNameOf(string key) => string.Concat(key.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-'));
}
