namespace Sockeye.Events.Patterns.Buffering;

/// <summary>Refuses options that are out of bounds, before a buffer is made of them.</summary>
internal static class EventBatchOptionsValidation
{
    // What a timer can take.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public static void ThrowIfInvalid<T>(EventBatchOptions<T> options)
    {
        var wrong = Spans(options).Concat(Counts(options)).ToArray();
        if (wrong.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', wrong), nameof(options));
        }
    }

    private static IEnumerable<string> Spans<T>(EventBatchOptions<T> options)
    {
        foreach (var (name, value) in new[]
        {
            (nameof(options.QuietDelay), options.QuietDelay),
            (nameof(options.MaxWait), options.MaxWait),
            (nameof(options.RetryDelay), options.RetryDelay),
            (nameof(options.DisposeTimeout), options.DisposeTimeout),
        })
        {
            if (value is { } span && (span <= TimeSpan.Zero || span > Longest))
            {
                yield return $"{name} must be longer than zero and at most 49 days, and is {span}.";
            }
        }

        if (options.TimeProvider is null)
        {
            yield return $"{nameof(options.TimeProvider)} must be a clock such as TimeProvider.System, and is null.";
        }
    }

    private static IEnumerable<string> Counts<T>(EventBatchOptions<T> options)
    {
        if (options.Capacity < 1)
        {
            yield return $"{nameof(options.Capacity)} must be at least 1, and is {options.Capacity}.";
        }

        if (options.MaxSize is { } size && (size < 1 || size > options.Capacity))
        {
            yield return $"{nameof(options.MaxSize)} must be at least 1 and at most {nameof(options.Capacity)} ({options.Capacity}), and is {size}.";
        }

        if (options.MaxAttempts is < 1)
        {
            yield return $"{nameof(options.MaxAttempts)} must be at least 1, and is {options.MaxAttempts}.";
        }

        if (options.MaxAttempts is not null && options.OnFailed is null)
        {
            yield return $"{nameof(options.MaxAttempts)} needs {nameof(options.OnFailed)}, which gets what is given up.";
        }

        if (!Enum.IsDefined(options.Overflow))
        {
            yield return $"{nameof(options.Overflow)} must be one of its named values, and is {options.Overflow}.";
        }
    }
}
