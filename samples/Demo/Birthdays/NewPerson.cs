using System.Globalization;
using Demo.Accounts;
using Demo.Shell;

namespace Demo.Birthdays;

/// <summary>Somebody to be added.</summary>
internal sealed record NewPerson(string? Name, string? Email, string? BirthDate, string? TimeZone)
{
    private const int LongestName = 80;
    private const int OldestAge = 130;

    /// <summary>Reads it, or says what is wrong with it field by field.</summary>
    public Person? Read(DateOnly today, out Dictionary<string, string[]> problems)
    {
        var found = problems = [];
        var isDate = DateOnly.TryParseExact(BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birthDate);
        Check("name", string.IsNullOrWhiteSpace(Name) || Name.Length > LongestName || HiddenCharacters.AreIn(Name), $"A name is one line of 1 to {LongestName} characters, none of them hidden.");
        Check("email", EmailAddress.Problem(Email) is not null, EmailAddress.Problem(Email) ?? "");
        Check("birthDate", !isDate, "Enter a date as year-month-day, such as 1990-12-31.");
        Check("birthDate", isDate && (birthDate > today || birthDate < today.AddYears(-OldestAge)), $"A date of birth is in the last {OldestAge} years.");
        Check("timeZone", !IsZone(TimeZone), "Name a time zone as the IANA database does, such as Europe/Berlin.");
        return found.Count > 0 ? null : new Person { Name = Name!.Trim(), Email = Email!.Trim(), BirthDate = birthDate, TimeZone = TimeZone! };

        void Check(string field, bool isWrong, string message)
        {
            if (isWrong)
            {
                found.TryAdd(field, [message]);
            }
        }
    }

    private static bool IsZone(string? name) => name is { Length: > 0 and < 100 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;
}
