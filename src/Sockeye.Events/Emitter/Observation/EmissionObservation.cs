namespace Sockeye.Events;

/// <summary>What an observer makes for one emission. Asynchronous listeners may end on other threads, at the same time, and after the emission.</summary>
internal abstract class EmissionObservation
{
    /// <summary>Sees a listener about to run.</summary>
    public virtual void ListenerStarting(Delegate listener, int index)
    {
    }

    /// <summary>Sees a listener return or throw, on the thread that emits; the task of an asynchronous one may go on.</summary>
    public virtual void ListenerReturned()
    {
    }

    /// <summary>Sees a listener that has ended: an asynchronous one when its task has.</summary>
    public virtual void ListenerEnded(Delegate listener, int index, TimeSpan duration, Exception? failure)
    {
    }

    /// <summary>Sees the emit return or throw.</summary>
    public virtual void Ended(TimeSpan duration, Exception? failure)
    {
    }
}
