using System.Runtime.CompilerServices;

namespace Sockeye.Events.Patterns.Flow;

/// <summary>Refuses what no flow can be made of.</summary>
internal static class FlowValidation
{
    // What a timer can take.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private const string NoEdge = "Leading, Trailing or both must be on, or nothing ever passes.";

    public static void ThrowIfNoTime(TimeSpan value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value <= TimeSpan.Zero || value > Longest)
        {
            throw new ArgumentOutOfRangeException(name, value, "A time must be longer than zero and at most 49 days.");
        }
    }

    public static void ThrowIfInvalid(DebounceOptions options, TimeSpan quiet)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Leading && !options.Trailing)
        {
            throw new ArgumentException(NoEdge, nameof(options));
        }

        if (options.MaxWait is not { } maxWait)
        {
            return;
        }

        ThrowIfNoTime(maxWait, nameof(options.MaxWait));
        if (maxWait < quiet || !options.Trailing)
        {
            throw new ArgumentException(
                $"{nameof(options.MaxWait)} must be at least the quiet time ({quiet}) and needs {nameof(options.Trailing)}, and is {maxWait}.", nameof(options));
        }
    }

    public static void ThrowIfInvalid(ThrottleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Leading && !options.Trailing)
        {
            throw new ArgumentException(NoEdge, nameof(options));
        }
    }
}
