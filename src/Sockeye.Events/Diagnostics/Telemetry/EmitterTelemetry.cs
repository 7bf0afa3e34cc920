namespace Sockeye.Events;

/// <summary>Reports what one emitter does, while somebody wants to know.</summary>
internal sealed class EmitterTelemetry(EventEmitter emitter, EventInstruments instruments) : EmissionObserver
{
    public EventEmitter Emitter => emitter;

    public override bool IsOn => instruments.IsOn;

    public override EmissionObservation? Begin(EventEmitter emitter, string eventName, object?[]? arguments, int listenerCount)
    {
        if (instruments.Emitted.Enabled)
        {
            instruments.Emitted.Add(1, instruments.Tags(emitter, eventName));
        }

        // An event nobody listens to is counted, and there is nothing else to tell.
        if (listenerCount == 0)
        {
            return null;
        }

        var activity = EmissionActivity.Start(emitter, eventName, listenerCount);
        return activity is not null || instruments.Duration.Enabled || instruments.Failures.Enabled
            ? new MeasuredEmission(instruments, emitter, eventName, activity)
            : null;
    }
}
