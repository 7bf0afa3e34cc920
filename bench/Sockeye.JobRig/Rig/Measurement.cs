namespace Sockeye.JobRig.Rig;

/// <summary>The figures of one run: one peer, one concurrency, one round.</summary>
internal sealed record Measurement
{
    public required string Table { get; init; }

    public required string Peer { get; init; }

    public required int Concurrency { get; init; }

    public required int Round { get; init; }

    public required double EnqueuedPerSecond { get; init; }

    public required double ProcessedPerSecond { get; init; }

    /// <summary>Gets the median time from emit to start.</summary>
    public required double P50Milliseconds { get; init; }

    public required double P99Milliseconds { get; init; }

    /// <summary>Gets which part of the machine others took while this was measured.</summary>
    public required double ForeignShare { get; init; }

    /// <summary>Gets why the run does not count; <see langword="null"/> where it does.</summary>
    public string? Void { get; init; }
}
