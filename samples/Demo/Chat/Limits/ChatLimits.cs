namespace Demo.Chat.Limits;

/// <summary>The settings in <c>Chat:Limits</c>: what one account may ask of the server. Each kind counts for itself, and requests beside events.</summary>
internal sealed class ChatLimits
{
    /// <summary>Gets what makes or changes something, or reaches others: requests that are no GET; each of the events sendMessage, join_chat, typing and away.</summary>
    public Rate Writes { get; } = new() { Burst = 60, PerSecond = 10 };

    /// <summary>Gets what reads: requests. Who jumps to a message of long ago asks for all pages up to it, one after the other.</summary>
    public Rate Reads { get; } = new() { Burst = 300, PerSecond = 30 };

    /// <summary>Gets the files that are fetched: each picture of a page of history is one.</summary>
    public Rate Downloads { get; } = new() { Burst = 300, PerSecond = 30 };

    /// <summary>Gets the searches. The page searches while one types, at most five times a second.</summary>
    public Rate Searches { get; } = new() { Burst = 40, PerSecond = 4 };

    /// <summary>
    /// Gets the events delivered and read, each of which counts for itself. Every device sends one for a message that comes, and one for each conversation
    /// when it comes back.
    /// </summary>
    public Rate Marks { get; } = new() { Burst = 2000, PerSecond = 100 };

    /// <summary>Gets the event changes: one for each hundred messages that a device has missed.</summary>
    public Rate Changes { get; } = new() { Burst = 300, PerSecond = 30 };

    public bool IsValid => new[] { Writes, Reads, Downloads, Searches, Marks, Changes }.All(static rate => rate.IsValid);
}
