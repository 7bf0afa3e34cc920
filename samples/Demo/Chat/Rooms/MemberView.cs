namespace Demo.Chat.Rooms;

/// <summary>A member of a conversation, with the last message that reached them and the last that they have seen.</summary>
internal sealed record MemberView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public long Delivered { get; init; }

    public long Read { get; init; }
}
