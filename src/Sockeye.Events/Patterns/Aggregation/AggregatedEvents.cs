namespace Sockeye;

/// <summary>Events that an <see cref="EventAggregator"/> waited for, with the arguments each was emitted with. It does not change.</summary>
public sealed class AggregatedEvents
{
    private readonly IReadOnlyDictionary<string, object?[]> _arguments;

    internal AggregatedEvents(IEnumerable<string> names, IReadOnlyDictionary<string, object?[]> arguments)
    {
        _arguments = arguments;
        Names = [.. names.Where(arguments.ContainsKey)];
    }

    /// <summary>Gets the names of the events, in the order in which they were asked for.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the first argument of an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <exception cref="KeyNotFoundException">The event is not one of them.</exception>
    /// <exception cref="InvalidOperationException">The event was emitted without an argument.</exception>
    /// <exception cref="InvalidCastException">The argument is of another type.</exception>
    public T Get<T>(string eventName) => Get<T>(eventName, 0);

    /// <summary>Gets the argument of an event.</summary>
    /// <param name="key">The event.</param>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <exception cref="KeyNotFoundException">The event is not one of them.</exception>
    /// <exception cref="InvalidOperationException">The event was emitted, by name, without an argument.</exception>
    /// <exception cref="InvalidCastException">The event was emitted, by name, with an argument of another type.</exception>
    public T Get<T>(EventKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Get<T>(key.Name, 0);
    }

    /// <summary>Gets an argument of an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="index">Which of its arguments; the first is 0.</param>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <exception cref="KeyNotFoundException">The event is not one of them.</exception>
    /// <exception cref="InvalidOperationException">The event was emitted with fewer arguments.</exception>
    /// <exception cref="InvalidCastException">The argument is of another type.</exception>
    public T Get<T>(string eventName, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var arguments = Arguments(eventName);
        if (index >= arguments.Count)
        {
            throw new InvalidOperationException($"\"{eventName}\" was emitted with {arguments.Count} arguments and has none at index {index}.");
        }

        return arguments[index] switch
        {
            T value => value,
            null when default(T) is null => default!,
            var other => throw new InvalidCastException(
                $"\"{eventName}\" was emitted with {other?.GetType().ToString() ?? "null"} at index {index}, and not with {typeof(T)}."),
        };
    }

    /// <summary>Gets all arguments of an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <exception cref="KeyNotFoundException">The event is not one of them.</exception>
    public IReadOnlyList<object?> Arguments(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return _arguments.TryGetValue(eventName, out var arguments)
            ? arguments
            : throw new KeyNotFoundException($"\"{eventName}\" is not one of these events: {string.Join(", ", Names)}.");
    }
}
