using System.Globalization;

namespace Sockeye.Background;

/// <summary>The bounds of the options.</summary>
internal static class OptionsValidation
{
    private const int MaxNameLength = 200;
    private const int MaxQueueLength = 100;

    // What a timer can wait for is not much longer.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(45);

    // For a rate, or between attempts: every store can reckon with it.
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <exception cref="ArgumentException">A name is empty, too long, or no text.</exception>
    public static void CheckName(string name, string of) =>
        StorableText.Check(name, $"The name of {(of == "event" ? "an event" : "a listener")}", MaxNameLength, of);

    /// <exception cref="ArgumentException">A queue's name is empty, too long, or no text.</exception>
    public static void CheckQueue(string queue, string parameter) => StorableText.Check(queue, "The name of a queue", MaxQueueLength, parameter);

    /// <exception cref="ArgumentOutOfRangeException">It is a number that has no name.</exception>
    public static void CheckNamed<T>(T value, string option)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(option, value, $"{option} must be one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }

    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    public static void Check(ScheduleOptions options)
    {
        CheckNamed(options.Missed, nameof(options.Missed));
        CheckNamed(options.Overlapping, nameof(options.Overlapping));
    }

    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    public static void Check(BackgroundListenerOptions options)
    {
        CheckQueue(options.Queue, nameof(options.Queue));
        Bound(options.Concurrency is null or >= 1, nameof(options.Concurrency), options.Concurrency, "at least 1");
        Bound(options.KeyConcurrency >= 1, nameof(options.KeyConcurrency), options.KeyConcurrency, "at least 1");
        Bound(options.Rate is null or { Permits: >= 1 }, nameof(options.Rate), options.Rate?.Permits, "at least 1 start in a window");
        Bound(options.Rate is null || (options.Rate.Window > TimeSpan.Zero && options.Rate.Window <= Year), nameof(options.Rate), options.Rate?.Window, "a window longer than nothing and at most a year");
        Bound(
            IsPause(options.AttemptTimeout) || options.AttemptTimeout == Timeout.InfiniteTimeSpan,
            nameof(options.AttemptTimeout), options.AttemptTimeout, "longer than nothing and at most 45 days, or infinite");
        var retry = options.Retry;
        Bound(retry.MaxAttempts >= 1, nameof(retry.MaxAttempts), retry.MaxAttempts, "at least 1");
        Bound(retry.MaxPostponements >= 0, nameof(retry.MaxPostponements), retry.MaxPostponements, "not negative");
        Bound(retry.FirstDelay >= TimeSpan.Zero && retry.FirstDelay <= Year, nameof(retry.FirstDelay), retry.FirstDelay, "from nothing to a year");
        Bound(retry.Factor >= 1 && double.IsFinite(retry.Factor), nameof(retry.Factor), retry.Factor, "at least 1");
        Bound(retry.MaxDelay >= TimeSpan.Zero && retry.MaxDelay <= Year, nameof(retry.MaxDelay), retry.MaxDelay, "from nothing to a year");
        Bound(retry.Jitter is >= 0 and <= 1, nameof(retry.Jitter), retry.Jitter, "from 0 to 1");
    }

    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    public static void Check(BackgroundOptions options)
    {
        Bound(options.Concurrency is >= 1 and <= 10_000, nameof(options.Concurrency), options.Concurrency, "from 1 to 10,000");
        Bound(options.LeaseTime >= TimeSpan.FromSeconds(1) && IsPause(options.LeaseTime), nameof(options.LeaseTime), options.LeaseTime, "from a second to 45 days");
        Bound(IsPause(options.PollInterval), nameof(options.PollInterval), options.PollInterval, "longer than nothing and at most 45 days");
        Bound(options.LeaseAhead >= TimeSpan.Zero, nameof(options.LeaseAhead), options.LeaseAhead, "not negative");
        Bound(options.LeaseAhead < options.LeaseTime, nameof(options.LeaseAhead), options.LeaseAhead, "shorter than a lease");
        Bound(options.ShutdownTime >= TimeSpan.Zero && options.ShutdownTime <= Longest, nameof(options.ShutdownTime), options.ShutdownTime, "from nothing to 45 days");
        Bound(options.EmitDeadline >= TimeSpan.Zero, nameof(options.EmitDeadline), options.EmitDeadline, "not negative");
        Bound(options.MaxPayloadSize >= 1, nameof(options.MaxPayloadSize), options.MaxPayloadSize, "at least 1");
        Bound(options.OptionalCapacity >= 1, nameof(options.OptionalCapacity), options.OptionalCapacity, "at least 1");
        Bound(IsPause(options.SweepInterval), nameof(options.SweepInterval), options.SweepInterval, "longer than nothing and at most 45 days");
        Bound(IsPause(options.WatchInterval), nameof(options.WatchInterval), options.WatchInterval, "longer than nothing and at most 45 days");
        Bound(
            IsPause(options.MeasureInterval) || options.MeasureInterval == Timeout.InfiniteTimeSpan,
            nameof(options.MeasureInterval), options.MeasureInterval, "longer than nothing and at most 45 days, or infinite");
        CheckNamed(options.UnknownEvents, nameof(options.UnknownEvents));
        CheckNamed(options.WhenFull, nameof(options.WhenFull));
        Bound(!string.IsNullOrEmpty(options.WorkerName), nameof(options.WorkerName), options.WorkerName, "some text");
        foreach (var (name, kept) in new[]
        {
            (nameof(options.KeepCompleted), options.KeepCompleted), (nameof(options.KeepCancelled), options.KeepCancelled),
            (nameof(options.KeepDead), options.KeepDead), (nameof(options.KeepUnclaimed), options.KeepUnclaimed),
        })
        {
            Bound(kept >= TimeSpan.Zero, name, kept, "not negative");
        }
    }

    private static bool IsPause(TimeSpan span) => span > TimeSpan.Zero && span <= Longest;

    private static void Bound<T>(bool isWithin, string option, T value, string right)
    {
        if (!isWithin)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}, and must be {right}."), option);
        }
    }
}
