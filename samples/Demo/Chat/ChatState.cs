using Demo.Chat.Contacts;
using Demo.Chat.Rooms;

namespace Demo.Chat;

/// <summary>All that a page begins with.</summary>
/// <param name="Version">The version it is of; changes after it can be asked for.</param>
/// <param name="Contacts">Whom the account can talk to.</param>
/// <param name="Received">Who has asked to be a contact.</param>
/// <param name="Sent">Whom it has asked itself.</param>
/// <param name="Blocked">Whom it has blocked.</param>
/// <param name="Rooms">Its conversations, the liveliest first.</param>
internal sealed record ChatState(
    long Version,
    IReadOnlyList<ContactView> Contacts,
    IReadOnlyList<ReceivedRequest> Received,
    IReadOnlyList<SentRequest> Sent,
    IReadOnlyList<ContactView> Blocked,
    IReadOnlyList<RoomView> Rooms);
