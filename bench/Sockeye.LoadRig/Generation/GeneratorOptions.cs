using System.Text.Json;

namespace Sockeye.LoadRig.Generation;

/// <summary>What the rig asks of one run of the generator; it travels as JSON, the process's only argument.</summary>
internal sealed record GeneratorOptions
{
    public required string Wire { get; init; }

    public required string Workload { get; init; }

    public required int Port { get; init; }

    public required int ServerProcess { get; init; }

    public required int Clients { get; init; }

    public required int InFlight { get; init; }

    /// <summary>Gets how many rooms there are beside the one that is measured.</summary>
    public int OtherRooms { get; init; }

    public required double WarmUpSeconds { get; init; }

    public required double Seconds { get; init; }

    public string ToArgument() => JsonSerializer.Serialize(this);

    public static GeneratorOptions Parse(string argument) =>
        JsonSerializer.Deserialize<GeneratorOptions>(argument) ?? throw new ArgumentException("The generator was given nothing.");
}
