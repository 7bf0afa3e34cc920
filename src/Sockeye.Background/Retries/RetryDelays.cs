namespace Sockeye.Background;

/// <summary>Exponential back-off with jitter.</summary>
internal static class RetryDelays
{
    private static readonly TimeSpan ShortestPostponement = TimeSpan.FromMilliseconds(100);

    /// <summary>Reckons the wait of a job that is put off: never less than what was asked for, and never so little that it goes in circles.</summary>
    /// <param name="options">How.</param>
    /// <param name="asked">How long at least.</param>
    /// <param name="chance">A number from 0 to 1.</param>
    public static TimeSpan Postponed(RetryOptions options, TimeSpan asked, double chance)
    {
        var ticks = Math.Max(asked.Ticks, Math.Max(options.FirstDelay.Ticks, ShortestPostponement.Ticks));
        return TimeSpan.FromTicks((long)(ticks * (1 + (options.Jitter * chance))));
    }

    /// <summary>Reckons the wait after an attempt.</summary>
    /// <param name="options">How.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">A number from 0 to 1.</param>
    public static TimeSpan After(RetryOptions options, int attempt, double chance)
    {
        // In floating point, where it cannot overflow.
        var ticks = Math.Min(options.FirstDelay.Ticks * Math.Pow(options.Factor, attempt - 1), options.MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (1 + (options.Jitter * ((2 * chance) - 1)))));
    }
}
