namespace Demo.Chat.Contacts;

/// <summary>Whom to block: the id of an account.</summary>
internal sealed record NewBlock(string? Account);
