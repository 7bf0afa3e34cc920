using Sockeye.LoadRig.Generation;

namespace Sockeye.LoadRig.Rig;

/// <summary>The figures of one run: one peer, one workload, one round.</summary>
internal sealed record Measurement
{
    private const double VoidAbove = 0.9;

    public required string Peer { get; init; }

    public required string Workload { get; init; }

    public required int Round { get; init; }

    public required int Clients { get; init; }

    public required GeneratorResult Result { get; init; }

    /// <summary>Gets the server's memory before the clients came, all garbage collected.</summary>
    public required ServerSample Before { get; init; }

    /// <summary>Gets the server's memory with the clients there, at the end of the counted time.</summary>
    public required ServerSample After { get; init; }

    /// <summary>Gets the same once more after a full collection, for idle clients.</summary>
    public ServerSample? Collected { get; init; }

    public double? AllocatedBytesPerOperation { get; init; }

    /// <summary>Gets how long the runtime compiled during the counted time: much of it means that the warm-up was too short.</summary>
    public long? CompilingMilliseconds { get; init; }

    public double CpuMicroseconds => Result.ServerCpuSeconds * 1e6 / Result.Operations;

    public double OperationsPerSecond => Result.Operations / Result.Seconds;

    public double ServerLoad => Result.ServerCpuSeconds / Result.Seconds;

    public double GeneratorLoad => Result.GeneratorCpuSeconds / Result.Seconds;

    /// <summary>Gets a value indicating whether the generator may have been what was measured.</summary>
    public bool IsVoid => GeneratorLoad > VoidAbove;

    /// <summary>Gets the server's growth per connection; where connections come and go there is no such figure.</summary>
    public double? ResidentBytesPerConnection => PerConnectionOf(After, static sample => sample.ResidentBytes);

    public double? CollectedResidentBytesPerConnection => PerConnectionOf(Collected, static sample => sample.ResidentBytes);

    public double? CollectedProportionalBytesPerConnection => PerConnectionOf(Collected, static sample => sample.ProportionalBytes);

    public double? CollectedHeapBytesPerConnection => PerConnectionOf(Collected, static sample => sample.HeapBytes);

    private double? PerConnectionOf(ServerSample? sample, Func<ServerSample, long> bytes) =>
        sample is null || Workload == "connect" ? null : (bytes(sample) - bytes(Before)) / (double)Clients;
}
