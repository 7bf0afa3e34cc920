namespace Demo.Mail;

/// <summary>Sends e-mail.</summary>
internal interface IMailer
{
    /// <summary>Gets where letters go, for a page to say.</summary>
    string Destination { get; }

    /// <summary>Sends a letter. One that is sent again under its key arrives once, or can be told by its <c>Message-ID</c>.</summary>
    Task SendAsync(Letter letter, CancellationToken cancellationToken);
}
