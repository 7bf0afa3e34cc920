namespace Sockeye;

/// <summary>What becomes of an event that no listener in the store is known for.</summary>
public enum UnknownEventPolicy
{
    /// <summary>The emit fails. The default: most such events are misspelt.</summary>
    Refuse,

    /// <summary>The event is kept; the listeners that are the first to register for it get it.</summary>
    Keep,

    /// <summary>Nothing is stored.</summary>
    Ignore,
}
