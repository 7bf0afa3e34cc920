using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sockeye.Server.Presence;

/// <summary>What the nodes of a cluster tell each other of their users. Fields that a kind has no use for are left out.</summary>
internal sealed record NodeMessage
{
    /// <summary>The end of the year 9999, in milliseconds of the Unix era.</summary>
    private const long LatestTime = 253_402_300_799_999;

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required NodeMessageKind Kind { get; init; }

    /// <summary>Gets the number of the last change of the sender's users: one that is missing shows as a gap.</summary>
    public long Number { get; init; }

    /// <summary>Gets the node that is meant; null for all.</summary>
    public string? To { get; init; }

    public IReadOnlyList<NodeMessageUser>? Users { get; init; }

    /// <summary>Gets which of the messages that a state consists of this is; 0 is the first.</summary>
    public int Part { get; init; }

    /// <summary>Gets whether this is the last of them.</summary>
    public bool IsLast { get; init; }

    /// <summary>Gets whose state is said, or who watches.</summary>
    public string? UserId { get; init; }

    public string? State { get; init; }

    /// <summary>Gets when the state was said, in milliseconds of the Unix era.</summary>
    public long At { get; init; }

    /// <summary>Gets who is watched.</summary>
    public IReadOnlyList<string>? Watched { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, NodeMessageJson.Default.NodeMessage);

    /// <exception cref="JsonException">It is none.</exception>
    public static NodeMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = JsonSerializer.Deserialize(bytes, NodeMessageJson.Default.NodeMessage) ?? throw new JsonException("The message is null.");
        foreach (var user in message.Users ?? [])
        {
            if (user?.Id is not { Length: > 0 } || user.LeftAt is < 0 or > LatestTime || user.User?.LeftAt is < 0 or > LatestTime)
            {
                throw new JsonException("A user has no id, or left at no time there is.");
            }
        }

        return message.Watched?.Any(string.IsNullOrEmpty) == true ? throw new JsonException("A user who is watched has no id.") : message;
    }
}
