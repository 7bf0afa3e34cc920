namespace Demo.Birthdays;

/// <summary>It is morning in a time zone: the payload of <c>birthdays.morning</c>.</summary>
internal sealed record Morning(string TimeZone);
