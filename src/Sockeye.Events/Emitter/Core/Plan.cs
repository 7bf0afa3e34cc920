namespace Sockeye.Events;

/// <summary>How an event is emitted with arguments of certain types to the listeners it has at present.</summary>
internal abstract class Plan(string eventName, Delegate run, EmissionObserver[]? observers)
{
    public string EventName { get; } = eventName;

    /// <summary>Gets what runs all listeners: an action that takes exactly the emitted arguments.</summary>
    public Delegate Run { get; } = run;

    /// <summary>Gets or sets the key by which it was emitted last; a key of this name whose type is the emitted one.</summary>
    public object? Key { get; set; }

    /// <summary>Gets whether somebody wants to see this emission.</summary>
    public bool IsObserved => observers is not null && IsAnyOn(observers);

    private static bool IsAnyOn(EmissionObserver[] observers)
    {
        foreach (var observer in observers)
        {
            if (observer.IsOn)
            {
                return true;
            }
        }

        return false;
    }
}
