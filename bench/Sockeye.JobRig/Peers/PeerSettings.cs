using System.Text.Json;

namespace Sockeye.JobRig.Peers;

/// <summary>What a process of a peer is told when it starts; the same for both peers.</summary>
internal sealed record PeerSettings
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>Gets <c>postgres</c>, <c>sqlite</c> or <c>redis</c>.</summary>
    public required string Store { get; init; }

    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; }

    public string Database { get; init; } = "";

    /// <summary>Gets how many connections a process may open to PostgreSQL.</summary>
    public int Connections { get; init; } = 20;

    /// <summary>Gets the file of a store that has no server.</summary>
    public string File { get; init; } = "";

    /// <summary>Gets the text each payload carries.</summary>
    public string Text { get; init; } = new('x', 160);

    public int Attempts { get; init; } = 5;

    public int BackoffMilliseconds { get; init; } = 1000;

    public int KeepSeconds { get; init; } = 24 * 60 * 60;

    public static PeerSettings Parse(string text) => JsonSerializer.Deserialize<PeerSettings>(text, Json)!;

    public string ToArgument() => JsonSerializer.Serialize(this, Json);
}
