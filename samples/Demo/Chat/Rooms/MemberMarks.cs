namespace Demo.Chat.Rooms;

/// <summary>The last message that has reached a member, and the last that they have seen.</summary>
internal sealed record MemberMarks
{
    public long Delivered { get; init; }

    public long Read { get; init; }
}
