namespace Sockeye.Background.Cron;

/// <summary>The six fields of an expression, each checked, without names; the second is 0 where five were written.</summary>
internal readonly record struct CronFields(string Second, string Minute, string Hour, string DayOfMonth, string Month, string DayOfWeek)
{
    private const string Form = "write five fields (minute hour day-of-month month day-of-week) or six, with the second in front, such as '0 9 * * *'";

    private static readonly CronField[] Kinds =
        [CronField.Second, CronField.Minute, CronField.Hour, CronField.DayOfMonth, CronField.Month, CronField.DayOfWeek];

    public static CronFields Of(string expression)
    {
        var trimmed = expression.Trim();
        var text = trimmed.StartsWith('@') ? OfMacro(expression, trimmed) : trimmed.ToUpperInvariant();
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        fields = fields.Length switch
        {
            5 => ["0", .. fields],
            6 => fields,
            0 => throw new CronFormatException(expression, $"it is empty; {Form}"),
            var count => throw new CronFormatException(expression, $"it has {count} field{(count == 1 ? "" : "s")}; {Form}"),
        };
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = Kinds[i].Check(expression, fields[i]);
        }

        return new CronFields(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
    }

    private static string OfMacro(string expression, string macro) => macro.ToUpperInvariant() switch
    {
        "@HOURLY" => "0 * * * *",
        "@DAILY" or "@MIDNIGHT" => "0 0 * * *",
        "@WEEKLY" => "0 0 * * 0",
        "@MONTHLY" => "0 0 1 * *",
        "@YEARLY" or "@ANNUALLY" => "0 0 1 1 *",
        _ => throw new CronFormatException(expression, $"there is no such macro; use @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually, or {Form}"),
    };
}
