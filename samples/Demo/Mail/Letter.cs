namespace Demo.Mail;

/// <summary>An e-mail to be sent.</summary>
/// <param name="Key">The same for what is the same letter, however often it is sent: it becomes the <c>Message-ID</c>.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its text.</param>
internal sealed record Letter(string Key, string To, string Subject, string Text);
