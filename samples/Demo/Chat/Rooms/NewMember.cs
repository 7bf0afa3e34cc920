namespace Demo.Chat.Rooms;

/// <summary>Whom to let into a group.</summary>
internal sealed record NewMember(string? Contact);
