namespace Sockeye.JobRig.Rig;

/// <summary>How much is done at one concurrency.</summary>
/// <param name="Concurrency">How many emits are in flight, how many jobs a worker runs at a time, and how many are emitted at once where latency is measured.</param>
/// <param name="Jobs">How many jobs are enqueued, and then processed.</param>
/// <param name="WarmUp">How many are emitted and processed before anything counts: some ten seconds' worth, by which .NET and Node.js have compiled what they compile.</param>
/// <param name="Bursts">How often jobs are emitted where latency is measured.</param>
/// <param name="IntervalMilliseconds">The time from one of these bursts to the next.</param>
internal sealed record Plan(int Concurrency, int Jobs, int WarmUp, int Bursts, double IntervalMilliseconds)
{
    /// <summary>
    /// Gets the plans: bursts are far enough apart for either peer to be through with one before the next comes, and go on for 20 s, so that the 99th percentile is
    /// more than one or two of them.
    /// </summary>
    public static IReadOnlyList<Plan> All { get; } =
    [
        new(1, 6000, 16000, 1000, 20),
        new(10, 8000, 20000, 200, 100),
        new(100, 10000, 20000, 40, 500),
    ];

    /// <summary>Gets how many bursts go before those that count: the worker has only just been started.</summary>
    public int WarmUpBursts => Math.Max(1, Bursts / 4);

    public Plan Part(double part) => this with { Jobs = Of(Jobs, part), WarmUp = Of(WarmUp, part), Bursts = Of(Bursts, part) };

    public Plan Small() => this with { Jobs = 200, WarmUp = 100, Bursts = 5 };

    private static int Of(int many, double part) => Math.Max(1, (int)(many * part));
}
