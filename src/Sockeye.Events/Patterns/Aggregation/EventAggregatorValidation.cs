namespace Sockeye.Events.Patterns.Aggregation;

/// <summary>Refuses what an aggregator cannot wait for or with.</summary>
internal static class EventAggregatorValidation
{
    // What a timer can take.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public static string[] Checked(IEnumerable<string> eventNames)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        var names = eventNames.ToArray();
        if (names.Length == 0 || Array.Exists(names, static name => name is null))
        {
            throw new ArgumentException("There must be at least one event to wait for, and each must have a name.", nameof(eventNames));
        }

        if (names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Each event must be named once, and \"{twice.Key}\" is named {twice.Count()} times.", nameof(eventNames));
        }

        return names;
    }

    /// <summary>Gives a copy, so that nobody changes how an aggregator at work waits.</summary>
    public static EventAggregatorOptions Checked(EventAggregatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > Longest))
        {
            throw new ArgumentException($"{nameof(options.Timeout)} must be longer than zero and at most 49 days, and is {timeout}.", nameof(options));
        }

        if (!Enum.IsDefined(options.Repeated))
        {
            throw new ArgumentException($"{nameof(options.Repeated)} must be one of its named values, and is {options.Repeated}.", nameof(options));
        }

        return options.Copy();
    }
}
