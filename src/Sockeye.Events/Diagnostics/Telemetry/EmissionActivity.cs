using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sockeye.Events;

/// <summary>The activity of one emission, with one beneath it for each listener.</summary>
internal sealed class EmissionActivity
{
    private readonly Activity _emission;
    private readonly string _eventName;
    private readonly ConcurrentDictionary<int, Activity> _listeners = [];

    private EmissionActivity(Activity emission, string eventName) => (_emission, _eventName) = (emission, eventName);

    /// <summary>Starts the activity.</summary>
    /// <returns>Null when nobody wants it.</returns>
    public static EmissionActivity? Start(EventEmitter emitter, string eventName, int listenerCount)
    {
        if (!EventInstruments.Activities.HasListeners() || EventInstruments.Activities.StartActivity($"emit {eventName}") is not { } activity)
        {
            return null;
        }

        activity.SetTag(EventInstruments.EventNameTag, eventName);
        activity.SetTag(EventInstruments.EmitterNameTag, emitter.Options.Name);
        activity.SetTag("sockeye.listener.count", listenerCount);
        return new EmissionActivity(activity, eventName);
    }

    public void ListenerStarting(Delegate listener, int index)
    {
        // By way of the current activity and not of its context, which would leave the baggage behind.
        Activity.Current = _emission;
        if (EventInstruments.Activities.StartActivity($"process {_eventName}") is { } activity)
        {
            activity.SetTag(EventInstruments.EventNameTag, _eventName);
            activity.SetTag("code.function.name", MemberNames.Of(listener));
            _listeners[index] = activity;
        }
    }

    /// <summary>What an asynchronous listener does from here on has its own activity; the next listener has not.</summary>
    public void ListenerReturned() => Activity.Current = _emission;

    public void ListenerEnded(int index, Exception? failure)
    {
        if (_listeners.TryRemove(index, out var activity))
        {
            Stop(activity, failure);
        }
    }

    public void Ended(Exception? failure) => Stop(_emission, failure);

    private static void Stop(Activity activity, Exception? failure)
    {
        if (failure is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error, failure.Message);
            activity.SetTag(EventInstruments.ErrorTypeTag, failure.GetType().FullName);
            activity.AddException(failure);
        }

        activity.Stop();
    }
}
