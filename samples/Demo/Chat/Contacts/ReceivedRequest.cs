namespace Demo.Chat.Contacts;

/// <summary>A request as the one who was asked sees it.</summary>
/// <param name="Id">The request.</param>
/// <param name="From">Who asks.</param>
/// <param name="Email">By which address they are known to be who they are.</param>
/// <param name="SentAt">When they asked, in milliseconds since 1970.</param>
internal sealed record ReceivedRequest(string Id, ContactView From, string Email, long SentAt);
