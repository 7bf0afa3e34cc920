using Sockeye.Events;

namespace Sockeye;

/// <summary>The name of an event without arguments. A key and its name are the same event.</summary>
/// <remarks>Make one for each event and keep it in a static field. Safe to use from many threads and with many emitters.</remarks>
public sealed class EventKey
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
