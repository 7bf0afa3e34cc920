namespace Demo.Chat.Contacts;

/// <summary>Somebody whom an account can talk to.</summary>
internal sealed record ContactView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }
}
