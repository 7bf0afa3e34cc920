namespace Sockeye.Events;

/// <summary>How an event is emitted with arguments of certain types to the listeners it has at present.</summary>
internal abstract class Plan(string eventName, Delegate run, EmissionObserver[]? observers)
{
    private readonly EmissionObserver? _first = observers?[0];
    private readonly EmissionObserver? _second = observers is { Length: > 1 } ? observers[1] : null;
    private readonly EmissionObserver[] _rest = observers is { Length: > 2 } ? observers[2..] : [];

    public string EventName { get; } = eventName;

    /// <summary>Gets what runs all listeners: an action that takes exactly the emitted arguments.</summary>
    public Delegate Run { get; } = run;

    /// <summary>Gets or sets the key by which it was emitted last; a key of this name whose type is the emitted one.</summary>
    public object? Key { get; set; }

    /// <summary>Gets whether somebody wants to see this emission.</summary>
    public bool IsObserved => _first is not null && IsAnyOn(_first);

    // The first two are asked in places of their own: most emitters have no more, of two kinds, and a place that always asks the same kind costs no
    // virtual call.
    private bool IsAnyOn(EmissionObserver first) => first.IsOn || (_second is not null && (_second.IsOn || Array.Exists(_rest, static observer => observer.IsOn)));
}
