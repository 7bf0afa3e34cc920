namespace Demo.Birthdays;

/// <summary>A morning to come.</summary>
/// <param name="TimeZone">The time zone's name.</param>
/// <param name="At">When, with the offset that holds there then.</param>
internal sealed record NextMorning(string TimeZone, DateTimeOffset At);
