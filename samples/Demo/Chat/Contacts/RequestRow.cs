namespace Demo.Chat.Contacts;

/// <summary>A request as the database has it.</summary>
internal sealed record RequestRow
{
    public required string Id { get; init; }

    public required string Sender { get; init; }

    public required string Email { get; init; }

    public bool ByName { get; init; }

    public long SentAt { get; init; }

    public long? DeclinedAt { get; init; }

    public bool Withdrawn { get; init; }

    /// <summary>Gets whether the one who was asked sees it.</summary>
    public bool IsShown => DeclinedAt is null && !Withdrawn;
}
