namespace Demo.Chat;

/// <summary>Up to which message something holds.</summary>
internal sealed record MarkRequest(string? Room, long UpTo);
