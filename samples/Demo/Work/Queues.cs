namespace Demo.Work;

/// <summary>The queues that the office can pause.</summary>
internal static class Queues
{
    public const string Mail = "mail";
    public const string Sms = "sms";
    public const string Stock = "stock";
    public const string Schedules = "schedules";

    public static IReadOnlyList<string> All { get; } = [Mail, Sms, Stock, Schedules];
}
