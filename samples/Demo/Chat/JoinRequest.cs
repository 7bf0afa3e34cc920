namespace Demo.Chat;

/// <summary>Which conversation to open: one by its name, or the one with a contact.</summary>
internal sealed record JoinRequest(string? Room, string? Contact);
