using Demo.Chat.Contacts;
using Demo.Chat.Rooms;

namespace Demo.Chat;

/// <summary>All that a page begins with.</summary>
/// <param name="Version">The version it is of; changes after it can be asked for.</param>
/// <param name="Contacts">Whom the account can talk to.</param>
/// <param name="Rooms">Its conversations, the liveliest first.</param>
internal sealed record ChatState(long Version, IReadOnlyList<ContactView> Contacts, IReadOnlyList<RoomView> Rooms);
