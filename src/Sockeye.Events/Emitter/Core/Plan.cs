namespace Sockeye.Events;

/// <summary>How an event is emitted with arguments of certain types to the listeners it has at present.</summary>
internal abstract class Plan(string eventName, Delegate run)
{
    public string EventName { get; } = eventName;

    /// <summary>Gets what runs all listeners: an action that takes exactly the emitted arguments.</summary>
    public Delegate Run { get; } = run;
}
