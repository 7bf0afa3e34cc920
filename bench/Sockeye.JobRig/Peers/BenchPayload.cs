namespace Sockeye.JobRig.Peers;

/// <summary>The payload of every job: when it was emitted, by the monotonic clock in nanoseconds, its number, and a text.</summary>
internal sealed record BenchPayload(long At, int Number, string Text);
