namespace Demo.Mail;

/// <summary>A letter as it was read from its file.</summary>
internal sealed record SentLetter(string Name, string To, string Subject, string Text, DateTimeOffset At);
