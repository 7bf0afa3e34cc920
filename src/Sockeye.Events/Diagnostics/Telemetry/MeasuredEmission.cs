namespace Sockeye.Events;

/// <summary>Measures the listeners of one emission.</summary>
internal sealed class MeasuredEmission(EventInstruments instruments, EventEmitter emitter, string eventName, EmissionActivity? activity) : EmissionObservation
{
    public override void ListenerStarting(Delegate listener, int index) => activity?.ListenerStarting(listener, index);

    public override void ListenerReturned() => activity?.ListenerReturned();

    public override void ListenerEnded(Delegate listener, int index, TimeSpan duration, Exception? failure)
    {
        activity?.ListenerEnded(index, failure);
        if (!instruments.Duration.Enabled && !instruments.Failures.Enabled)
        {
            return;
        }

        var tags = instruments.Tags(emitter, eventName);
        if (failure is not null)
        {
            tags.Add(EventInstruments.ErrorTypeTag, failure.GetType().FullName);
            instruments.Failures.Add(1, tags);
        }

        instruments.Duration.Record(duration.TotalSeconds, tags);
    }

    public override void Ended(TimeSpan duration, Exception? failure) => activity?.Ended(failure);
}
