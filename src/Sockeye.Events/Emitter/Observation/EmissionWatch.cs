namespace Sockeye.Events;

/// <summary>One emission under the eyes of those who want to see it.</summary>
internal sealed class EmissionWatch
{
    private readonly EmissionObservation[] _observations;
    private readonly TimeProvider _time;
    private readonly long _began;

    private EmissionWatch(EmissionObservation[] observations, TimeProvider time) =>
        (_observations, _time, _began) = (observations, time, time.GetTimestamp());

    /// <summary>Tells the observers that are on.</summary>
    /// <returns>Null when none of them wants to see more.</returns>
    public static EmissionWatch? Begin<TArguments>(
        EventEmitter emitter, TimeProvider time, EmissionObserver[] observers, string eventName, in TArguments arguments, int listenerCount)
        where TArguments : struct, IArguments<TArguments>
    {
        List<EmissionObservation>? observations = null;
        object?[]? boxed = null;
        foreach (var observer in observers)
        {
            if (observer.IsOn && observer.IsInterestedIn(eventName))
            {
                boxed ??= observer.WantsArguments ? Boxed(arguments) : null;
                if (observer.Begin(emitter, eventName, observer.WantsArguments ? boxed : null, listenerCount) is { } observation)
                {
                    (observations ??= []).Add(observation);
                }
            }
        }

        return observations is null ? null : new EmissionWatch([.. observations], time);
    }

    /// <summary>Runs one listener, unless it was to run once and has run.</summary>
    public Task? Run<TArguments>(ListenerSteps<TArguments> steps, int index, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        if (!steps.TryTake(index))
        {
            return null;
        }

        var listener = steps[index].Listener.Delegate;
        foreach (var observation in _observations)
        {
            observation.ListenerStarting(listener, index);
        }

        var began = _time.GetTimestamp();
        try
        {
            if (steps.RunTaken(index, arguments) is { IsCompletedSuccessfully: false } task)
            {
                Returned();
                return ObserveAsync(task, listener, index, began);
            }
        }
        catch (Exception exception)
        {
            Returned();
            Ended(listener, index, began, exception);
            throw;
        }

        Returned();
        Ended(listener, index, began, null);
        return null;
    }

    public void Ended(Exception? failure)
    {
        var duration = _time.GetElapsedTime(_began);

        // The first to begin is the last to end, as what they make current is nested.
        for (var i = _observations.Length - 1; i >= 0; i--)
        {
            _observations[i].Ended(duration, failure);
        }
    }

    private void Returned()
    {
        for (var i = _observations.Length - 1; i >= 0; i--)
        {
            _observations[i].ListenerReturned();
        }
    }

    private static object?[] Boxed<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        var boxed = new object?[arguments.Count];
        for (var i = 0; i < boxed.Length; i++)
        {
            boxed[i] = arguments.Get<object?>(i);
        }

        return boxed;
    }

    private async Task ObserveAsync(Task task, Delegate listener, int index, long began)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Ended(listener, index, began, exception);
            throw;
        }

        Ended(listener, index, began, null);
    }

    private void Ended(Delegate listener, int index, long began, Exception? failure)
    {
        var duration = _time.GetElapsedTime(began);
        for (var i = _observations.Length - 1; i >= 0; i--)
        {
            _observations[i].ListenerEnded(listener, index, duration, failure);
        }
    }
}
