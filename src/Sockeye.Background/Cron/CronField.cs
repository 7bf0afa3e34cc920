using System.Globalization;

namespace Sockeye.Background.Cron;

/// <summary>
/// What one field of an expression may hold. The library that reads the fields forgives much (<c>1,,2</c>, <c>/5</c>, <c>JANUARY</c>) and
/// says little when it does not, so each field is checked here first and a refusal names the field and what would be right. It also loses
/// the step behind a name (<c>NOV/1</c>, <c>MON-FRI/2</c>), so it never gets to see one: what is handed on has numbers only.
/// </summary>
internal sealed class CronField(string name, int lowest, int highest, int largestStep, string[] names, Func<string, bool>? isSpecial = null)
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] WeekDays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static CronField Second { get; } = new("second", 0, 59, 59, []);

    public static CronField Minute { get; } = new("minute", 0, 59, 59, []);

    public static CronField Hour { get; } = new("hour", 0, 23, 23, []);

    public static CronField DayOfMonth { get; } = new("day-of-month", 1, 31, 31, [], static text => IsLastDay(text) || IsNearestWeekday(text));

    public static CronField Month { get; } = new("month", 1, 12, 12, Months);

    public static CronField DayOfWeek { get; } = new("day-of-week", 0, 7, 7, WeekDays, static text => IsLastOrNthWeekday(text));

    private bool NamesDays => isSpecial is not null;

    /// <summary>Whether the field leaves nothing out: <c>*</c>, or <c>?</c> where it names days.</summary>
    public static bool IsEvery(string field) => field is "*" or "?";

    /// <summary>Whether the field counts in steps from a star, as <c>*/5</c> does: crontab treats those as it treats a plain star.</summary>
    public static bool StartsWithStar(string field) => IsEvery(field) || field.Split(',').Any(static item => item.StartsWith('*'));

    /// <summary>Throws for a field that crontab's grammar does not have; returns the others with numbers in the place of names.</summary>
    public string Check(string expression, string field)
    {
        if (field == "*" || (field == "?" && NamesDays))
        {
            return field;
        }

        foreach (var item in field.Split(','))
        {
            if (Problem(item) is { } problem)
            {
                throw new CronFormatException(expression, $"in the {name} field '{field}', {problem}");
            }
        }

        for (var i = 0; i < names.Length; i++)
        {
            field = field.Replace(names[i], (lowest + i).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal); // no name holds another
        }

        if (NamesDays && Array.Find(field.Split(','), isSpecial!.Invoke) is { } special && special != field && !CronDays.IsList(this, field))
        {
            throw new CronFormatException(
                expression, $"in the {name} field '{field}', '{special}' stands in a list; write it alone, and what else is listed as an expression of its own");
        }

        return field;
    }

    private static bool IsLastDay(string text)
    {
        if (!text.StartsWith('L'))
        {
            return false;
        }

        var rest = text.EndsWith('W') ? text[1..^1] : text[1..];
        return rest.Length == 0 || (rest[0] == '-' && IsNumber(rest[1..], 1, 30));
    }

    private static bool IsNearestWeekday(string text) => text.EndsWith('W') && IsNumber(text[..^1], 1, 31);

    private static bool IsLastOrNthWeekday(string text)
    {
        var day = text.EndsWith('L') ? text[..^1] : text.Length > 2 && text[^2] == '#' && text[^1] is >= '1' and <= '5' ? text[..^2] : null;
        return day is not null && (IsNumber(day, 0, 7) || WeekDays.Contains(day));
    }

    private static bool IsNumber(string text, int from, int to) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to;

    private string? Problem(string item)
    {
        var parts = item.Split('/');
        if (parts.Length > 2)
        {
            return $"'{item}' has two steps; write one, as in */5";
        }

        if (parts.Length == 2 && !IsNumber(parts[1], 1, largestStep))
        {
            return $"'{parts[1]}' is not a step; a step here is a number from 1 to {largestStep}";
        }

        if (parts[0] == "*")
        {
            return parts.Length == 2 ? null : "a star stands in a list; alone it already means every value";
        }

        if (parts.Length == 1 && isSpecial?.Invoke(item) == true)
        {
            return null;
        }

        var ends = parts[0].Split('-');
        return ends.Length > 2 ? $"'{parts[0]}' is not a range; write two values with one '-' between them"
            : Array.Find(ends, end => !IsValue(end)) is { } wrong ? $"'{wrong}' is not a value; {Allowed}"
            : null;
    }

    private bool IsValue(string text) => IsNumber(text, lowest, highest) || names.Contains(text);

    private string Allowed =>
        $"it takes {lowest} to {highest}" + (this == DayOfWeek ? " (0 and 7 are Sunday), SUN to SAT, 5L (the last Friday), 5#2 (the second Friday)"
            : this == DayOfMonth ? ", L (the last day), L-3, LW (the last weekday), 15W (the weekday nearest the 15th)"
            : names.Length > 0 ? $" or {names[0]} to {names[^1]}" : "")
        + ", ranges, lists and steps of them, or *";
}
