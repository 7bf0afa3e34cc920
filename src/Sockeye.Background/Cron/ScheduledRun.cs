namespace Sockeye;

/// <summary>A run to come.</summary>
/// <param name="Schedule">The name of the schedule.</param>
/// <param name="At">When, with the offset of the schedule's zone.</param>
public readonly record struct ScheduledRun(string Schedule, DateTimeOffset At);
