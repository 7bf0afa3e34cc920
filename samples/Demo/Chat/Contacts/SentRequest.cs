namespace Demo.Chat.Contacts;

/// <summary>A request as its sender sees it: waiting, whatever has become of it on the other side, until they are contacts.</summary>
/// <param name="Id">The request.</param>
/// <param name="Email">The address that was asked, or nothing where somebody was asked by name.</param>
/// <param name="Account">Who was asked by name, or nothing.</param>
/// <param name="Name">Their name.</param>
/// <param name="SentAt">When, in milliseconds since 1970.</param>
internal sealed record SentRequest(string Id, string? Email, string? Account, string? Name, long SentAt);
