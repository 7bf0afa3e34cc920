namespace Sockeye.Events;

/// <summary>Makes traces of one event or of all.</summary>
internal sealed class EventTracer(string? tracedEvent, EventTraceOptions options, Action<EventTrace> report, TraceLog? log = null) : EmissionObserver
{
    // What a trace calls may emit, which must not be traced again without end.
    [ThreadStatic]
    private static bool _isReporting;

    private long _lastId;
    private bool _isBroken;

    // The log first, as it mostly says no: this is asked at each emission.
    public override bool IsOn => (log is null || log.IsEnabled()) && !_isReporting && !_isBroken;

    public override bool WantsArguments => options.MaxArgumentLength > 0;

    public override bool IsInterestedIn(string eventName) => tracedEvent is null || tracedEvent == eventName;

    public override EmissionObservation? Begin(EventEmitter emitter, string eventName, object?[]? arguments, int listenerCount)
    {
        EventTrace? started = null;
        Quietly(() =>
        {
            started = new EventTrace(
                emitter,
                Interlocked.Increment(ref _lastId),
                eventName,
                Array.ConvertAll(arguments ?? [], argument => ArgumentText.Of(argument, options)),
                Stack(),
                listenerCount);
            report(started);
        });
        return started is null ? null : new TracedEmission(this, started);
    }

    /// <summary>Hands a trace out. What receives it must not throw: if it does, this tracing ends and says why.</summary>
    public void Report(EventTrace trace) => Quietly(() => report(trace));

    private string[] Stack()
    {
        if (options.MaxStackFrames == 0)
        {
            return [];
        }

        var frames = Callers.Take(options.MaxStackFrames, withFiles: true);
        var lines = new string[frames.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = Callers.Describe(frames[i]);
        }

        return lines;
    }

    private void Quietly(Action action)
    {
        if (_isBroken)
        {
            return;
        }

        var wasReporting = _isReporting;
        _isReporting = true;
        try
        {
            action();
        }
        catch (Exception exception)
        {
            _isBroken = true;
            var traced = tracedEvent is null ? "all events" : $"'{tracedEvent}'";
            System.Diagnostics.Trace.TraceError($"The tracing of {traced} has ended, because it failed: {exception}");
        }
        finally
        {
            _isReporting = wasReporting;
        }
    }
}
