namespace Demo.Birthdays;

/// <summary>Somebody to congratulate.</summary>
internal sealed record Person
{
    public long Id { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required DateOnly BirthDate { get; init; }

    /// <summary>Gets the name of the time zone they live in, such as <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Gets the last year in which wishes were sent; <see langword="null"/> where none were.</summary>
    public long? WishedIn { get; init; }

    /// <summary>Says whether a day is their birthday. Who was born on 29 February has it on the 28th in other years.</summary>
    public bool HasBirthdayOn(DateOnly day)
    {
        var inThatYear = Math.Min(BirthDate.Day, DateTime.DaysInMonth(day.Year, BirthDate.Month));
        return (day.Month, day.Day) == (BirthDate.Month, inThatYear);
    }
}
