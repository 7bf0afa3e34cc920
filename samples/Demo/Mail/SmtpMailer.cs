using System.Net.Mail;

namespace Demo.Mail;

/// <summary>Hands letters to an SMTP server.</summary>
/// <remarks>
/// A process that dies after the server has taken a letter, and before the job is done, sends it again: no queue can know. Both have one
/// <c>Message-ID</c>, by which mailboxes and servers tell that they are the same.
/// </remarks>
internal sealed class SmtpMailer(string host, int port) : IMailer
{
    public string Destination => $"the SMTP server {host}:{port}";

    public async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(host, port);
        using var message = Envelope.Of(letter);
        await client.SendMailAsync(message, cancellationToken);
    }
}
