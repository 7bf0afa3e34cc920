using Demo.Chat.Messages;

namespace Demo.Chat.Rooms;

/// <summary>A conversation as one of its members sees it.</summary>
internal sealed record RoomView
{
    public required string Name { get; init; }

    /// <summary>Gets <c>direct</c> or <c>group</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets a group's title; the room of two is called by its other member.</summary>
    public string? Title { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Gets whether it is a conversation of two who are not contacts: it can be read, and nobody can write.</summary>
    public bool Closed { get; init; }

    /// <summary>Gets how many messages the member has not read; 100 stands for that many or more.</summary>
    public int Unread { get; init; }

    public IReadOnlyList<MemberView> Members { get; init; } = [];

    public MessageView? Last { get; init; }
}
