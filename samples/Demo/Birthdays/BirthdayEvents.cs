namespace Demo.Birthdays;

/// <summary>The names of the events of birthdays.</summary>
internal static class BirthdayEvents
{
    /// <summary>In the background: a <see cref="Birthdays.Morning"/> has come, by a schedule.</summary>
    public const string Morning = "birthdays.morning";

    /// <summary>In the background: a <see cref="Birthdays.Wish"/> is to be sent.</summary>
    public const string Wish = "birthdays.wish";
}
