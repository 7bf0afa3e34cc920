namespace Demo.Chat.Rooms;

/// <summary>What rooms are called, in the database and as Socket.IO rooms.</summary>
internal static class RoomName
{
    private const string DirectPrefix = "direct:";
    private const string GroupPrefix = "group:";

    /// <summary>
    /// Names the room of two. Both ids are in there as a whole, the lesser first: each of the two comes to the same name, and no other two do,
    /// since ids have no colon.
    /// </summary>
    public static string Direct(string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? $"{DirectPrefix}{one}:{other}" : $"{DirectPrefix}{other}:{one}";

    /// <summary>Whether it names a room of two.</summary>
    public static bool IsDirect(string name) => name.StartsWith(DirectPrefix, StringComparison.Ordinal);

    /// <summary>Gets the two whose room it is; nobody of a group.</summary>
    public static string[] MembersOfDirect(string name) => IsDirect(name) ? name[DirectPrefix.Length..].Split(':') : [];

    public static string NewGroup() => GroupPrefix + Guid.NewGuid().ToString("n");

    /// <summary>Whether it can be a conversation: sockets are in rooms of other kinds, too.</summary>
    public static bool IsConversation(string? name) =>
        name is not null && (name.StartsWith(DirectPrefix, StringComparison.Ordinal) || name.StartsWith(GroupPrefix, StringComparison.Ordinal));
}
