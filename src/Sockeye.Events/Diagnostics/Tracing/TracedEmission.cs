namespace Sockeye.Events;

/// <summary>Collects what becomes of one traced emission until all of it has ended.</summary>
internal sealed class TracedEmission(EventTracer tracer, EventTrace started) : EmissionObservation
{
    private readonly Lock _gate = new();
    private readonly List<ListenerTrace> _listeners = [];
    private int _running = 1; // the emit itself
    private TimeSpan _duration;
    private Exception? _failure;

    public override void ListenerStarting(Delegate listener, int index)
    {
        lock (_gate)
        {
            _running++;
        }
    }

    public override void ListenerEnded(Delegate listener, int index, TimeSpan duration, Exception? failure)
    {
        EventTrace? completed;
        lock (_gate)
        {
            _listeners.Add(new ListenerTrace(listener, index, duration, failure));
            completed = OneLess();
        }

        Report(completed);
    }

    public override void Ended(TimeSpan duration, Exception? failure)
    {
        EventTrace? completed;
        lock (_gate)
        {
            (_duration, _failure) = (duration, failure);
            completed = OneLess();
        }

        Report(completed);
    }

    private EventTrace? OneLess() =>
        --_running > 0 ? null : new EventTrace(started, _duration, _failure, [.. _listeners.OrderBy(static listener => listener.Index)]);

    private void Report(EventTrace? completed)
    {
        if (completed is not null)
        {
            tracer.Report(completed);
        }
    }
}
