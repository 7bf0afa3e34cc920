namespace Sockeye.LoadRig.Generation;

/// <summary>What one run of the generator saw, between the end of its warm-up and its own end.</summary>
internal sealed record GeneratorResult
{
    /// <summary>Gets how many operations were completed; a broadcast is one per delivery.</summary>
    public long Operations { get; init; }

    public double Seconds { get; init; }

    public double ServerCpuSeconds { get; init; }

    public double GeneratorCpuSeconds { get; init; }

    public double P50Milliseconds { get; init; }

    public double P99Milliseconds { get; init; }
}
