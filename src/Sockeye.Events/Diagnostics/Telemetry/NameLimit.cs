using System.Collections.Concurrent;

namespace Sockeye.Events;

/// <summary>
/// Lets in the first so many names, for attributes of metrics: each name is a time series, and names made at run time must not become as many.
/// The packages above compile this file as well. Safe for use from many threads.
/// </summary>
internal sealed class NameLimit(int most)
{
    /// <summary>What stands for the names past the limit, as in OpenTelemetry's conventions.</summary>
    public const string Other = "_OTHER";

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private int _count;

    public string Of(string name)
    {
        if (_names.ContainsKey(name))
        {
            return name;
        }

        // Two threads may let in one name too many, which is no harm. The dictionary's own count takes all its locks.
        if (Volatile.Read(ref _count) >= most)
        {
            return Other;
        }

        if (_names.TryAdd(name, name))
        {
            Interlocked.Increment(ref _count);
        }

        return name;
    }
}
