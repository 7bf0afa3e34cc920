namespace Demo.Chat.Contacts;

/// <summary>Whom to make a contact.</summary>
internal sealed record NewContact(string? Email);
