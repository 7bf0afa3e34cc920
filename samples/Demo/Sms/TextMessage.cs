namespace Demo.Sms;

/// <summary>An SMS.</summary>
internal sealed record TextMessage(string? To, string? Text);
