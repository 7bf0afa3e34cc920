namespace Sockeye;

/// <summary>Which emission counts of an event that comes again before the others have come.</summary>
public enum RepeatedEvent
{
    /// <summary>The last one: the set shows how things stand when it is complete.</summary>
    Latest,

    /// <summary>The first one.</summary>
    First,
}
