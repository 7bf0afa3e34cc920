namespace Sockeye.Events;

/// <summary>
/// What diagnostics derive to see what an emitter does. It is called on the thread that emits or adds, outside any lock, so that it can take that
/// thread's stack itself; it must not throw, and what it does delays the listeners.
/// </summary>
internal abstract class EmissionObserver
{
    /// <summary>Gets whether it wants to see emissions at present. Asked at each emission of an event it is interested in: be quick.</summary>
    public abstract bool IsOn { get; }

    /// <summary>Gets whether <see cref="Begin"/> is to get the arguments, which must be boxed for it.</summary>
    public virtual bool WantsArguments => false;

    /// <summary>Says whether it ever wants to see an event. The answer is kept until listeners or observers change.</summary>
    public virtual bool IsInterestedIn(string eventName) => true;

    /// <summary>Sees an emission begin: after the types have been checked, before the first listener.</summary>
    /// <param name="emitter">What emits.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="arguments">What is emitted, or null unless <see cref="WantsArguments"/>.</param>
    /// <param name="listenerCount">How many listen, which may be nobody.</param>
    /// <returns>What sees the rest of it, or null.</returns>
    public abstract EmissionObservation? Begin(EventEmitter emitter, string eventName, object?[]? arguments, int listenerCount);

    /// <summary>Sees a listener that has been added.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="registration">What stands for this one registration, and will be given again when it is removed.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="listener">The listener.</param>
    /// <param name="count">How many the event has now.</param>
    public virtual void ListenerAdded(EventEmitter emitter, object registration, string eventName, Delegate listener, int count)
    {
    }

    /// <summary>Sees a listener that has gone, in whichever way.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="registration">What stood for this registration.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="listener">The listener.</param>
    /// <param name="count">How many the event has now.</param>
    public virtual void ListenerRemoved(EventEmitter emitter, object registration, string eventName, Delegate listener, int count)
    {
    }
}
