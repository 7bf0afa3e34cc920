namespace Sockeye.Background.Cron;

/// <summary>Time zones by name.</summary>
internal static class CronZone
{
    /// <summary>Finds a zone by its name in the IANA time zone database (or Windows' own).</summary>
    /// <exception cref="ArgumentException">There is no zone of that name on this machine.</exception>
    public static TimeZoneInfo Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception exception) when (IsMissing(exception))
        {
            throw new ArgumentException(
                $"There is no time zone '{name}' on this machine. Write a name of the IANA database, such as 'Europe/Berlin' or 'UTC'; on Debian the package tzdata holds them.",
                nameof(name), exception);
        }
    }

    /// <summary>Finds a zone that another machine may have named; <see langword="null"/> where this one does not know it.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    private static bool IsMissing(Exception exception) => exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException;
}
