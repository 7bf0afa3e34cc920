namespace Sockeye;

/// <summary>How often jobs of a listener may be started, over all workers of a store.</summary>
/// <param name="Permits">How many starts a window allows; at least 1. An attempt that is made again is a start.</param>
/// <param name="Window">How long a window is, at most a year. It begins with the first start when none is open.</param>
/// <param name="IsPerKey">Whether each key has windows of its own (jobs without a key are then not limited), or the listener has one for all.</param>
public sealed record StartRate(int Permits, TimeSpan Window, bool IsPerKey = false);
