using Sockeye.Events;

namespace Sockeye;

/// <summary>
/// The name of an event together with the type of its argument: <c>new EventKey&lt;Order&gt;("order")</c> and <c>"order"</c> are the same event,
/// but by key the compiler knows what is emitted and what a listener gets.
/// </summary>
/// <typeparam name="T">The type of the argument.</typeparam>
/// <remarks>Make one for each event and keep it in a static field. Safe to use from many threads and with many emitters.</remarks>
public sealed class EventKey<T>
{
    /// <summary>Initializes the key.</summary>
    /// <param name="name">The event's name.</param>
    public EventKey(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, Hash) = (name, EventNameHash.Of(name));
    }

    /// <summary>Gets the event's name.</summary>
    public string Name { get; }

    internal int Hash { get; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
