namespace Sockeye.Background.Cron;

/// <summary>The name of a schedule that the code declares: there is one of each.</summary>
internal sealed record ScheduleName(string Value)
{
    private const int Longest = 195;

    /// <summary>Throws for what cannot be a name.</summary>
    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        StorableText.Check(name, "The name of a schedule", Longest, nameof(name));
    }
}
