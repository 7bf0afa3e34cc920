namespace Sockeye.EmitRig;

/// <summary>What one operation cost in one batch.</summary>
internal readonly record struct Sample(double Nanoseconds, double Bytes);
