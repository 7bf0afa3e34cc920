namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>Refuses options that are out of bounds, before a breaker is made of them.</summary>
internal static class CircuitBreakerOptionsValidation
{
    // Polly's bounds, so that both policies have the same.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static void ThrowIfInvalid(CircuitBreakerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var wrong = Wrong(options).ToArray();
        if (wrong.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', wrong), nameof(options));
        }
    }

    private static IEnumerable<string> Wrong(CircuitBreakerOptions options)
    {
        if (options.Name is null)
        {
            yield return $"{nameof(options.Name)} must be a name, and is null.";
        }

        if (options.TimeProvider is null)
        {
            yield return $"{nameof(options.TimeProvider)} must be a clock such as TimeProvider.System, and is null.";
        }

        if (options.FailureThreshold < 1)
        {
            yield return $"{nameof(options.FailureThreshold)} must be at least 1, and is {options.FailureThreshold}.";
        }

        if (IsOut(options.BreakDuration))
        {
            yield return $"{nameof(options.BreakDuration)} must be between 500 milliseconds and one day, and is {options.BreakDuration}.";
        }

        if (options.FailureRatio is not { } ratio)
        {
            yield break;
        }

        if (ratio.Ratio is not (> 0 and <= 1))
        {
            yield return FormattableString.Invariant($"{nameof(options.FailureRatio)}.{nameof(ratio.Ratio)} must be above 0 and at most 1, and is {ratio.Ratio}.");
        }

        if (IsOut(ratio.SamplingDuration))
        {
            yield return $"{nameof(options.FailureRatio)}.{nameof(ratio.SamplingDuration)} must be between 500 milliseconds and one day, and is {ratio.SamplingDuration}.";
        }

        if (ratio.MinimumThroughput < 2)
        {
            yield return $"{nameof(options.FailureRatio)}.{nameof(ratio.MinimumThroughput)} must be at least 2, and is {ratio.MinimumThroughput}.";
        }
    }

    private static bool IsOut(TimeSpan value) => value < Shortest || value > Longest;
}
